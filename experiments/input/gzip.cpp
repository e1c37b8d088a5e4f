#include <input/gzip.hpp>

#include <fmt/format.h>
#define ZLIB_CONST  // declares zlib's input const
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>
#include <vector>

#include <input/input_error.hpp>

namespace isotrace::program {
namespace {

constexpr std::string_view magic = "\x1f\x8b";
constexpr int gzip_window = 16 + MAX_WBITS;  // gzip's header and checksum, the largest window

/// A source whose next bytes can be inspected before they are read.
class LookAhead : public ByteSource {
 public:
  explicit LookAhead(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  /// The next bytes: at least `count`, or all that are left.
  std::string_view ahead(std::size_t count) {
    while (end_ - begin_ < count && more()) {
    }
    return {buffer_.get() + begin_, end_ - begin_};
  }

  void take(std::size_t count) { begin_ += count; }

  /// Bytes read from the source ahead of time.
  std::size_t total() const { return total_; }

  std::size_t read(std::span<char> out) override {
    if (begin_ == end_) return source_->read(out);
    const std::size_t count = std::min(out.size(), end_ - begin_);
    std::copy_n(buffer_.get() + begin_, count, out.begin());
    take(count);
    return count;
  }

 private:
  static constexpr std::size_t size_ = std::size_t{1} << 16;

  bool more() {
    std::copy(buffer_.get() + begin_, buffer_.get() + end_, buffer_.get());
    end_ -= std::exchange(begin_, 0);
    const std::size_t count = source_->read({buffer_.get() + end_, size_ - end_});
    end_ += count;
    total_ += count;
    return count > 0;
  }

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<char[]> buffer_ = std::make_unique_for_overwrite<char[]>(size_);
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t total_ = 0;
};

/// Decompresses the members in sequence with zlib.
class Inflate : public ByteSource {
 public:
  Inflate(std::filesystem::path path, std::unique_ptr<LookAhead> source)
      : path_(std::move(path)), source_(std::move(source)) {
    if (inflateInit2(&stream_, gzip_window) != Z_OK) throw std::bad_alloc();
  }
  ~Inflate() override { inflateEnd(&stream_); }

  std::size_t read(std::span<char> out) override {
    out = out.first(std::min<std::size_t>(out.size(), std::numeric_limits<uInt>::max()));
    std::size_t count = 0;
    while (count == 0 && (inside_ || next_member())) {
      count = step(out);
    }
    return count;
  }

 private:
  /// Moves to the next member; false at the end of the file.
  bool next_member() {
    const std::string_view head = source_->ahead(magic.size());
    if (head.empty()) return false;
    if (!is_gzip(head)) refuse_rest();
    inflateReset(&stream_);
    inside_ = true;
    return true;
  }

  [[noreturn]] void refuse_rest() {
    std::size_t bytes = 0;
    for (std::size_t there; (there = source_->ahead(1).size()) > 0; bytes += there) {
      source_->take(there);
    }
    throw InputError(path_, 0, fmt::format("{} bytes after the gzip data", bytes),
                     "the end of the file");
  }

  /// The output of one call of inflate.
  std::size_t step(std::span<char> out) {
    const std::string_view in = source_->ahead(1);
    stream_.next_in = reinterpret_cast<const Bytef*>(in.data());
    stream_.avail_in = static_cast<uInt>(in.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    const std::size_t taken = in.size() - stream_.avail_in;
    source_->take(taken);
    taken_ += taken;
    check(status);
    inside_ = status != Z_STREAM_END;
    return out.size() - stream_.avail_out;
  }

  void check(int status) const {
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status == Z_BUF_ERROR) {
      throw InputError(path_, 0,
                       fmt::format("gzip data that are cut off after {} bytes", source_->total()),
                       "all of them");
    }
    if (status != Z_OK && status != Z_STREAM_END) {
      throw InputError(path_, 0,
                       fmt::format("damaged gzip data at byte {} ({})", taken_,
                                   stream_.msg != nullptr ? stream_.msg : "no reason given"),
                       "an undamaged file");
    }
  }

  std::filesystem::path path_;
  std::unique_ptr<LookAhead> source_;
  std::size_t taken_ = 0;  ///< bytes that inflate has consumed
  bool inside_ = false;    ///< inside a member
  z_stream stream_{};
};

}  // namespace

bool is_gzip(std::string_view bytes) {
  return bytes.starts_with(magic);
}

TextBytes decompressed(const std::filesystem::path& path, std::unique_ptr<ByteSource> source) {
  auto bytes = std::make_unique<LookAhead>(std::move(source));
  if (!is_gzip(bytes->ahead(magic.size()))) return {std::move(bytes), false};
  return {std::make_unique<Inflate>(path, std::move(bytes)), true};
}

void look_for_damage(const TextBytes& text) {
  if (!text.compressed) return;
  constexpr std::size_t a_while = std::size_t{1} << 26;
  std::vector<char> buffer(1 << 16);
  for (std::size_t bytes = 0; bytes < a_while;) {
    const std::size_t count = text.source->read(buffer);
    if (count == 0) return;
    bytes += count;
  }
}

}  // namespace isotrace::program
