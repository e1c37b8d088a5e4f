#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <isotrace/trace/estimate.hpp>

#include "components.hpp"

namespace isotrace {

/// The interval of the real part; over ℝ, the interval itself.
inline Interval real_interval(const Interval& i) {
  return i;
}
inline Interval real_interval(const ComplexInterval& i) {
  return i.re;
}

/// An estimate of √X, X ≥ 0 real, from an unbiased estimate of X. The interval is the square root
/// of that of X. The standard error is s/(2√X) by the delta method. The value √X + s²/(8 X^(3/2))
/// removes the second-order bias, E√X̂ = √X − s²/(8 X^(3/2)) + O(s³). The correction is at most
/// √X/8: beyond s = X the expansion is not valid.
template <class W>
Estimate<double> square_root(const Estimate<W>& square) {
  const Interval interval = real_interval(square.interval);
  const double error = square.standard_error;
  Estimate<double> e{};
  // (Tv, Tv)_W and its mean are ≥ 0, but a method that subtracts may return a negative estimate
  const double root = std::sqrt(std::max(component(Component::re, square.value), 0.0));
  e.value = root;
  e.standard_error = error == 0 ? 0 : error / (2 * root);
  if (root == 0 && error > 0) e.standard_error = std::numeric_limits<double>::quiet_NaN();
  if (e.standard_error > 0) {
    const double relative = std::min(e.standard_error / root, 0.5);  // s/(2X)
    e.value += 0.5 * relative * relative * root;
  }
  e.interval = {std::sqrt(std::max(interval.low, 0.0)), std::sqrt(std::max(interval.high, 0.0))};
  if (std::isnan(interval.low)) e.interval = interval;
  e.confidence = square.confidence;
  e.status = square.status;
  e.method = square.method;
  e.matvecs = square.matvecs;
  e.probes = square.probes;
  e.seed = square.seed;
  return e;
}

}  // namespace isotrace
