#pragma once

#include <optional>
#include <string_view>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// The integer that a whole word denotes: an optional sign and digits. Beyond the range of Index it
/// is the nearest end of the range. Empty if the word is anything else.
std::optional<Index> parse_integer(std::string_view word);

/// The decimal number that a whole word denotes: an optional sign, digits with at most one point,
/// and an optional exponent (e or E). Correctly rounded, so infinite beyond the range of double;
/// the words inf and nan are read too. Empty for anything else (hexadecimal, or a Fortran D).
std::optional<double> parse_number(std::string_view word);

/// The same, also with Fortran's exponent letters d and D, as in 1.0D+05.
std::optional<double> parse_file_number(std::string_view word);

}  // namespace isotrace::program
