#include <input/line_reader.hpp>

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <input/input_error.hpp>

namespace isotrace::program {
namespace {

constexpr std::size_t buffer_size = longest_line + 1;  // a line and its end
constexpr std::string_view blanks = " \t";
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";  // before a text in UTF-8

}  // namespace

LineReader::LineReader(std::filesystem::path path, ByteSource& source)
    : path_(std::move(path)),
      source_(source),
      buffer_(std::make_unique_for_overwrite<char[]>(buffer_size)) {
  while (end_ < byte_order_mark.size() && more()) {
  }
  if (rest().starts_with(byte_order_mark)) begin_ = byte_order_mark.size();
}

// Appends bytes of the source to the buffer; false at the end of the source.
bool LineReader::more() {
  if (at_end_) return false;
  std::copy(buffer_.get() + begin_, buffer_.get() + end_, buffer_.get());
  end_ -= std::exchange(begin_, 0);
  if (end_ == buffer_size) {
    throw InputError(path_, number_ + 1, fmt::format("a line of more than {} bytes", longest_line),
                     "at most so many");
  }
  const std::size_t count = source_.read({buffer_.get() + end_, buffer_size - end_});
  end_ += count;
  at_end_ = count == 0;
  return !at_end_;
}

bool LineReader::next() {
  std::size_t length = rest().find('\n');
  while (length == std::string_view::npos) {
    const std::size_t seen = rest().size();
    if (!more()) break;
    length = rest().find('\n', seen);
  }
  if (rest().empty()) return false;
  line_ = rest().substr(0, length);
  begin_ += std::min(line_.size() + 1, rest().size());
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  ++number_;
  return true;
}

bool LineReader::next_filled() {
  while (next()) {
    if (line_.find_first_not_of(blanks) != std::string_view::npos) return true;
  }
  return false;
}

std::string_view take_word(std::string_view& line) {
  const auto begin = std::ranges::find_if_not(line, is_blank);
  const auto end = std::find_if(begin, line.end(), is_blank);
  const std::string_view word(begin, end);
  line = std::string_view(end, line.end());
  return word;
}

}  // namespace isotrace::program
