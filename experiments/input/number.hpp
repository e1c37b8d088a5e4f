#pragma once

#include <optional>
#include <string_view>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// A whole word as an integer: an optional sign and digits. One beyond the range of Index becomes
/// its nearest end. Empty if the word is anything else.
std::optional<Index> parse_integer(std::string_view word);

/// A whole word as a decimal number: an optional sign, digits with at most one point, and an
/// optional exponent (e or E). Correctly rounded, so infinite beyond the range of double; the words
/// inf and nan are read too. Empty if the word is anything else (hexadecimal, or a Fortran D).
std::optional<double> parse_number(std::string_view word);

/// The same, its exponent perhaps by Fortran's d or D, as in 1.0D+05.
std::optional<double> parse_file_number(std::string_view word);

}  // namespace isotrace::program
