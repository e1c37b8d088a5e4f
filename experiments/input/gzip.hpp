#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include <input/byte_source.hpp>

namespace isotrace::program {

/// Whether bytes begin like a gzip file (RFC 1952), whatever the file's name.
bool is_gzip(std::string_view bytes);

/// A source of text, and whether it decompresses.
struct TextBytes {
  std::unique_ptr<ByteSource> source;
  bool compressed;
};

/// The bytes of a source, decompressed if they begin like a gzip file: all its members in sequence,
/// streamed through a buffer. Reading throws InputError, naming the path, if they are truncated,
/// damaged (gzip's checksum included) or followed by anything else.
TextBytes decompressed(const std::filesystem::path& path, std::unique_ptr<ByteSource> source);

/// After a text was refused: reads on for a while where it is compressed, so that damaged data is
/// reported as such, by InputError.
void look_for_damage(const TextBytes& text);

}  // namespace isotrace::program
