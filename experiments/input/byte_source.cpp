#include <input/byte_source.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include <input/input_error.hpp>

namespace isotrace::program {
namespace {

[[noreturn]] void fail_after(const std::filesystem::path& path, std::size_t bytes) {
  throw InputError(path, 0, fmt::format("a failure to read on after {} bytes", bytes),
                   "a readable file");
}

/// The bytes of a C++ stream.
class StreamBytes {
 public:
  std::size_t read(std::istream& in, std::span<char> out) {
    in.read(out.data(), static_cast<std::streamsize>(out.size()));
    const auto count = static_cast<std::size_t>(in.gcount());
    total_ += count;
    return count;
  }
  std::size_t total() const { return total_; }

 private:
  std::size_t total_ = 0;
};

class StandardInput : public ByteSource {
 public:
  std::size_t read(std::span<char> out) override {
    const std::size_t count = bytes_.read(std::cin, out);
    // The C library reports a failure that the stream hides.
    if (count == 0 && (std::cin.bad() || std::ferror(stdin) != 0)) fail_after("-", bytes_.total());
    return count;
  }

 private:
  StreamBytes bytes_;
};

class File : public ByteSource {
 public:
  explicit File(const std::filesystem::path& path) : path_(path), in_(path, std::ios::binary) {
    if (!in_) throw InputError(path, 0, "an unreadable file", "permission to read it");
  }

  std::size_t read(std::span<char> out) override {
    const std::size_t count = bytes_.read(in_, out);
    if (count == 0 && in_.bad()) fail_after(path_, bytes_.total());
    return count;
  }

 private:
  std::filesystem::path path_;
  std::ifstream in_;
  StreamBytes bytes_;
};

}  // namespace

std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& path) {
  if (is_standard_input(path)) return std::make_unique<StandardInput>();
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    throw InputError(path, 0, "no such file", "a file");
  }
  if (std::filesystem::is_directory(status)) {
    throw InputError(path, 0, "a directory", "a file");
  }
  return std::make_unique<File>(path);
}

}  // namespace isotrace::program
