#pragma once

#include <string>
#include <string_view>

#include <isotrace/core/error.hpp>

namespace isotrace::program {

/// Standard output could not be written.
class OutputError : public Error {
 public:
  using Error::Error;
};

/// All that a command prints goes to standard output by this function, in one call: writes the text
/// and what was there before, to the last byte. Throws OutputError, with the reason, if it cannot.
void print_out(std::string_view text);

/// The text of a study with one line end, and below it, if it was interrupted, that it was: instead
/// of it, if nothing of it was finished.
std::string study_text(std::string text, bool interrupted);

/// One line on standard error, "isotrace: …", beneath a progress bar if one is being drawn.
void print_error(std::string_view line);

/// Makes a closed standard stream safe to use: reading or writing it fails as it should, instead of
/// reaching a file that was opened later under its number. Throws OutputError if standard output is
/// closed or cannot be written at all, so that no work is done for nothing.
void check_standard_streams();

}  // namespace isotrace::program
