#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include <input/byte_source.hpp>

namespace isotrace::program {

/// Whether bytes begin as a gzip file does (RFC 1952), whatever the file's name.
bool is_gzip(std::string_view bytes);

/// The bytes of a source, decompressed if they begin as a gzip file does: all its members, one
/// after the other, in the memory of a buffer. Reading throws InputError, in the name of path,
/// where they are cut off, damaged (by gzip's checksum too) or followed by anything else.
std::unique_ptr<ByteSource> decompressed(const std::filesystem::path& path,
                                         std::unique_ptr<ByteSource> source);

}  // namespace isotrace::program
