#pragma once

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string_view>

#include <input/line_reader.hpp>

namespace isotrace::program {

/// Reads the words of a text line by line. Anything unexpected throws InputError, naming the line.
class WordReader {
 public:
  explicit WordReader(LineReader& lines) : lines_(lines) {}

  /// Moves to the next line, or the next that is not blank; false at the end.
  bool next_line();
  bool next_filled_line();

  /// Throws InputError for the current line.
  [[noreturn]] void fail(std::string_view found, std::string_view expected) const;

  /// The next word of the line; fails if there is none.
  std::string_view word(std::string_view expected);

  /// The fast path: the next word as a number, if std::from_chars reads all of it and `fits`
  /// accepts it. Otherwise the word remains to be read.
  template <class T, class Fits>
  std::optional<T> quick(Fits&& fits) {
    const auto begin = std::ranges::find_if_not(rest_, is_blank);
    T value{};
    const auto [end, error] =
        std::from_chars(std::to_address(begin), rest_.data() + rest_.size(), value);
    const bool whole = end == rest_.data() + rest_.size() || is_blank(*end);
    if (error != std::errc() || !whole || !fits(value)) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  /// The next word as an integer from low to high.
  Index integer(std::string_view what, Index low, Index high);

  /// Fails if there is another word on the line.
  void end_of_line();

  /// The whole current line; below, its number.
  std::string_view line() const { return lines_.line(); }
  Index number() const { return lines_.number(); }
  const std::filesystem::path& path() const { return lines_.path(); }

 private:
  LineReader& lines_;
  std::string_view rest_;  ///< the unread part of the current line
};

}  // namespace isotrace::program
