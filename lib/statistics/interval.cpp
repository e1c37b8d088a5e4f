#include <isotrace/trace/interval.hpp>

#include <cmath>
#include <limits>

#include "half_widths.hpp"

namespace isotrace {

namespace {

/// Standard error of the mean, in units of 2^exponent.
double scaled_error(const Moments& m) {
  if (m.count < 2) return std::numeric_limits<double>::quiet_NaN();
  const auto n = static_cast<double>(m.count);
  return std::sqrt(m.scaled_m2 / (n - 1) / n);
}

}  // namespace

double standard_error(const Moments& moments) {
  return std::ldexp(scaled_error(moments), moments.exponent);
}

Interval mean_interval(const Moments& moments, double confidence, bool discrete) {
  const HalfWidths half = half_widths(moments.count, moments.skewness(), confidence, discrete);
  const double error = scaled_error(moments);
  return {std::ldexp(moments.scaled_mean - error * half.below, moments.exponent),
          std::ldexp(moments.scaled_mean + error * half.above, moments.exponent)};
}

}  // namespace isotrace
