#include <input/gzip.hpp>

#include <fmt/format.h>
#define ZLIB_CONST  // its input is const
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <vector>

#include <input/input_error.hpp>

namespace isotrace::program {
namespace {

constexpr std::string_view magic = "\x1f\x8b";
constexpr int gzip_window = 16 + MAX_WBITS;  // gzip's header and checksum, the largest window

/// zlib's decompression of one member after the other.
class Inflate {
 public:
  Inflate(const std::filesystem::path& path, std::string_view bytes) : path_(path), bytes_(bytes) {
    if (inflateInit2(&stream_, gzip_window) != Z_OK) throw std::bad_alloc();
  }
  ~Inflate() { inflateEnd(&stream_); }
  Inflate(const Inflate&) = delete;
  Inflate& operator=(const Inflate&) = delete;

  std::string text() {
    while (read_ < bytes_.size()) {
      if (!is_gzip(bytes_.substr(read_))) {
        throw InputError(path_, 0,
                         fmt::format("{} bytes after the gzip data", bytes_.size() - read_),
                         "the end of the file");
      }
      member();
      inflateReset(&stream_);
    }
    return std::move(text_);
  }

 private:
  void member() {
    for (int status = Z_OK; status != Z_STREAM_END;) {
      const std::size_t left = std::min<std::size_t>(bytes_.size() - read_, most_);
      stream_.next_in = reinterpret_cast<const Bytef*>(bytes_.data() + read_);
      stream_.avail_in = static_cast<uInt>(left);
      stream_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
      stream_.avail_out = static_cast<uInt>(buffer_.size());
      status = inflate(&stream_, Z_NO_FLUSH);
      read_ += left - stream_.avail_in;
      text_.append(buffer_.data(), buffer_.size() - stream_.avail_out);
      if (status == Z_MEM_ERROR) throw std::bad_alloc();
      if (status == Z_BUF_ERROR) {
        throw InputError(path_, 0,
                         fmt::format("gzip data that are cut off after {} bytes", bytes_.size()),
                         "all of them");
      }
      if (status != Z_OK && status != Z_STREAM_END) {
        throw InputError(path_, 0,
                         fmt::format("damaged gzip data at byte {} ({})", read_,
                                     stream_.msg != nullptr ? stream_.msg : "no reason given"),
                         "an undamaged file");
      }
    }
  }

  static constexpr std::size_t most_ = std::numeric_limits<uInt>::max();

  const std::filesystem::path& path_;
  std::string_view bytes_;
  std::size_t read_ = 0;
  std::string text_;
  std::vector<char> buffer_ = std::vector<char>(1 << 18);
  z_stream stream_{};
};

}  // namespace

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with(magic);
}

std::string gunzipped(const std::filesystem::path& path, std::string_view bytes) {
  return Inflate(path, bytes).text();
}

}  // namespace isotrace::program
