#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace isotrace::program {

/// Bytes that come one after the other and once: of a file, a pipe, or what gzip makes of them.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Writes the next bytes to the front of `out`, which is not empty, and returns how many: at
  /// least one, and none only at the end. Throws InputError where reading fails.
  virtual std::size_t read(std::span<char> out) = 0;
};

/// The bytes of a file (or pipe; "-" is standard input) as they are. Throws InputError if it is
/// missing, a directory or unreadable.
std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& path);

}  // namespace isotrace::program
