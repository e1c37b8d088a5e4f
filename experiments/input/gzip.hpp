#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace isotrace::program {

/// Whether bytes begin as a gzip file does (RFC 1952), whatever the file's name.
bool is_gzip(std::string_view bytes);

/// The text of a gzip file's bytes: all its members, one after the other. Throws InputError, in the
/// name of path, if they are cut off, damaged (by gzip's checksum too) or followed by anything
/// else.
std::string gunzipped(const std::filesystem::path& path, std::string_view bytes);

}  // namespace isotrace::program
