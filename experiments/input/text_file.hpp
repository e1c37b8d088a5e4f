#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// All bytes of a file (or pipe; "-" is standard input), decompressed if they are gzip's. Throws
/// InputError if it is missing, a directory or unreadable, or as gunzipped does.
std::string read_text(const std::filesystem::path& path);

/// Walks over the lines of a text: each ends at \n, \r\n or the end of the text.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : rest_(text) {}

  /// Moves to the next line; false at the end, where the last line's number stays.
  bool next();
  /// As next(), passing over lines of blanks only.
  bool next_filled();
  std::string_view line() const { return line_; }
  /// Of the current line, from 1.
  Index number() const { return number_; }

 private:
  std::string_view rest_;
  std::string_view line_;
  Index number_ = 0;
};

/// Takes the next word (separated by spaces and tabs) off the front of a line; empty if there is
/// none.
std::string_view take_word(std::string_view& line);

}  // namespace isotrace::program
