#pragma once

#include <string>

namespace isotrace::reports {

/// A number with `digits` significant digits: "-0.48122", "6.8e-05", "nan", "inf".
std::string plain(double x, int digits);

/// The same with trailing zeros: "1.00", "0.0060".
std::string rounded(double x, int digits);

/// A number and its interval, with as many decimals as show two digits of half the interval's
/// width:
/// "-0.481 [-0.508, -0.454]". Sizes below 1e-3 or from 1e6 on have an exponent:
/// "7.32e-05 [6.90e-05, 7.77e-05]". 5 digits if the interval has no width or is not finite.
std::string with_interval(double value, double low, double high);

/// The text of a number in typographic form, with minus signs and powers: "−0.481", "6.8·10⁻⁵".
std::string typeset(const std::string& number);

}  // namespace isotrace::reports
