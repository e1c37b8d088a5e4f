#pragma once

#include <string>
#include <string_view>

#include <fuzz/contradiction.hpp>

namespace isotrace::fuzz {

/// Requires "NAME: found …, expected …" or "NAME:LINE: found …, expected …", on one line.
inline void check_refusal(const std::string& message, std::string_view name) {
  const std::string why = "a message of another form: " + message;
  require(message.find_first_of("\r\n") == std::string::npos, why);
  require(message.size() < 1000, why);
  std::string_view rest = message;
  require(rest.starts_with(name) && rest.substr(name.size()).starts_with(':'), why);
  rest.remove_prefix(name.size() + 1);
  if (const auto digits = rest.find_first_not_of("0123456789"); digits > 0) {
    require(rest.substr(digits, 1) == ":" && rest.front() != '0', why);
    rest.remove_prefix(digits + 1);
  }
  require(rest.starts_with(" found "), why);
  require(rest.find(", expected ") != std::string_view::npos, why);
}

}  // namespace isotrace::fuzz
