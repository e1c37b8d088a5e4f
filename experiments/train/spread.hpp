#pragma once

#include <string>
#include <vector>

namespace isotrace::program {

/// The median of some seeds' values, and their range. A value may be infinite, of either
/// sign: never.
struct Spread {
  double median;
  double low;
  double high;
};

/// Of an even number of values the mean of both in the middle. NaN without values, or with a NaN.
Spread spread_of(std::vector<double> values);

/// "0.124 [0.119, 0.131]", "7 [5, never]", "never", or "0.124" if all are equal; empty for NaN.
std::string text_of(const Spread& spread, int digits = 3);

}  // namespace isotrace::program
