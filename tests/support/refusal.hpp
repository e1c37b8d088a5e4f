#pragma once

#include <string>

#include <input/input_error.hpp>
#include <input/matrix_market.hpp>
#include <support/temporary_file.hpp>

namespace isotrace::test {

/// The message with which a Matrix Market file with this text is refused, without the path; if it
/// is not refused so, what happened instead.
inline std::string refusal(const std::string& text) {
  const TemporaryFile file(text);
  try {
    program::read_matrix_market(file.path());
  } catch (const program::InputError& error) {
    const std::string message = error.what();
    const std::string path = file.path().string();
    return message.starts_with(path) ? message.substr(path.size()) : "no path in " + message;
  }
  return "accepted";
}

}  // namespace isotrace::test
