#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include <input/byte_source.hpp>

namespace isotrace::program {

/// Whether bytes begin as a gzip file does (RFC 1952), whatever the file's name.
bool is_gzip(std::string_view bytes);

/// A source of a text, and whether it is decompressed on the way.
struct TextBytes {
  std::unique_ptr<ByteSource> source;
  bool compressed;
};

/// The bytes of a source, decompressed if they begin as a gzip file does: all its members, one
/// after the other, in the memory of a buffer. Reading throws InputError, in the name of path,
/// where they are cut off, damaged (by gzip's checksum too) or followed by anything else.
TextBytes decompressed(const std::filesystem::path& path, std::unique_ptr<ByteSource> source);

}  // namespace isotrace::program
