#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace isotrace::program {

/// A sequential source of bytes: a file, a pipe, or decompressed data.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Writes the next bytes to the front of `out`, which is not empty, and returns their number: 0
  /// only at the end. Throws InputError if reading fails.
  virtual std::size_t read(std::span<char> out) = 0;
};

/// The raw bytes of a file or pipe; "-" is standard input. Throws InputError if it is missing, a
/// directory or unreadable.
std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& path);

}  // namespace isotrace::program
