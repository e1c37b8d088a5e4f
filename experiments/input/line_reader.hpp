#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include <input/byte_source.hpp>
#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// The longest line that is read, in bytes; Matrix Market's own limit is 1024.
inline constexpr std::size_t longest_line = std::size_t{1} << 18;

/// Reads a text line by line; a line ends at \n, \r\n or the end of the text. Only a buffer of
/// longest_line bytes of the text is held. A byte-order mark before the first line is skipped.
class LineReader {
 public:
  /// The source must outlive the reader. The path names it in messages.
  LineReader(std::filesystem::path path, ByteSource& source);

  /// Moves to the next line; false at the end, where number() stays that of the last line. Throws
  /// InputError for a line that is too long, or as the source does.
  bool next();
  /// As next(), but skips blank lines.
  bool next_filled();
  /// The current line without its end; valid until the next line is read.
  std::string_view line() const { return line_; }
  /// The number of the current line, from 1.
  Index number() const { return number_; }
  const std::filesystem::path& path() const { return path_; }

 private:
  bool more();
  std::string_view rest() const { return {buffer_.get() + begin_, end_ - begin_}; }

  std::filesystem::path path_;
  ByteSource& source_;
  std::unique_ptr<char[]> buffer_;
  std::size_t begin_ = 0;  ///< begin of the bytes not yet read as lines
  std::size_t end_ = 0;
  bool at_end_ = false;  ///< the source has no more bytes
  std::string_view line_;
  Index number_ = 0;
};

/// Whether a byte separates words.
inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// Takes the next word (separated by spaces and tabs) off the front of a line; empty if there is
/// none.
std::string_view take_word(std::string_view& line);

}  // namespace isotrace::program
