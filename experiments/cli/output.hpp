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

/// Writes and flushes text to standard output. Every command prints by one call of this function.
/// Throws OutputError, with the reason, if it cannot write all of it.
void print_out(std::string_view text);

/// The text of a study with one line end, followed by a note if the study was interrupted; the note
/// alone if nothing was finished.
std::string study_text(std::string text, bool interrupted);

/// One line on standard error, "isotrace: …", beneath a progress bar if one is being drawn.
void print_error(std::string_view line);

/// Makes a closed standard stream safe: reading or writing it fails instead of reaching a file that
/// is opened later under its number. Throws OutputError if standard output is closed or cannot be
/// written at all, before any work is done.
void check_standard_streams();

}  // namespace isotrace::program
