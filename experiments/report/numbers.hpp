#pragma once

#include <string>

namespace isotrace::reports {

/// A number with so many significant digits: "-0.48122", "6.8e-05", "nan", "inf".
std::string plain(double x, int digits);

/// The same with its last zeros: "1.00", "0.0060".
std::string rounded(double x, int digits);

/// A number and the interval it lies in, all with as many decimals as half the interval's width
/// needs to show two digits: "-0.481 [-0.508, -0.454]". Sizes below 1e-3 or from 1e6 on are with a
/// power: "7.32e-05 [6.90e-05, 7.77e-05]". An interval without width, or not finite: 5 digits.
std::string with_interval(double value, double low, double high);

/// A number's text as it is set: a true minus, powers as such: "−0.481", "6.8·10⁻⁵".
std::string typeset(const std::string& number);

}  // namespace isotrace::reports
