#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include <input/byte_source.hpp>
#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// The longest line that is read, in bytes; Matrix Market's own limit is 1024.
inline constexpr std::size_t longest_line = std::size_t{1} << 18;

/// Walks over the lines of a text: each ends at \n, \r\n or the end of the text. Holds a buffer of
/// longest_line bytes and no more of the text. A byte-order mark before the first line is left out.
class LineReader {
 public:
  /// The source is read on as the lines are asked for, so it must outlive the reader. The path
  /// names it in messages.
  LineReader(std::filesystem::path path, ByteSource& source);

  /// Moves to the next line; false at the end, where the last line's number stays. Throws
  /// InputError for a line that is too long, or as the source does.
  bool next();
  /// As next(), passing over lines of blanks only.
  bool next_filled();
  /// Without its end; valid until the next line.
  std::string_view line() const { return line_; }
  /// Of the current line, from 1.
  Index number() const { return number_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  bool more();
  std::string_view rest() const { return {buffer_.get() + begin_, end_ - begin_}; }

  std::filesystem::path path_;
  ByteSource& source_;
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;  ///< of what is not yet a line
  std::size_t end_ = 0;
  bool at_end_ = false;  ///< of the source
  std::string_view line_;
  Index number_ = 0;
};

/// Whether a byte parts words.
inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// Takes the next word (separated by spaces and tabs) off the front of a line; empty if there is
/// none.
std::string_view take_word(std::string_view& line);

}  // namespace isotrace::program
