#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <isotrace/core/error.hpp>
#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// Whether a path is "-", standard input.
bool is_standard_input(const std::filesystem::path& path);

/// A path for use in a message: on one line, "-" as "standard input".
std::string shown_path(const std::filesystem::path& path);

/// A file that cannot be used. what() is exactly one line,
///   path:line: found …, expected …
/// without ":line" if no line is concerned.
class InputError : public Error {
 public:
  /// line counts from 1; 0 leaves it out.
  InputError(const std::filesystem::path& path, Index line, std::string_view found,
             std::string_view expected);
};

/// A text from a file for use in a message: in single quotes, cut to 40 bytes, with every byte that
/// is no printable ASCII character as \xNN.
std::string quoted(std::string_view text);

}  // namespace isotrace::program
