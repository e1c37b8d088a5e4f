#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

#include <isotrace/trace/estimate.hpp>

#include "components.hpp"

namespace isotrace {

/// The interval of the real part: that of the whole over ℝ.
inline Interval real_interval(const Interval& i) {
  return i;
}
inline Interval real_interval(const ComplexInterval& i) {
  return i.re;
}

/// The estimate of √X, X ≥ 0 real, from an unbiased one of X: the square roots of its interval, the
/// standard error s/(2√X) by the delta method, and the value √X + s²/(8 X^(3/2)), which takes off
/// the second-order term of the bias, E√X̂ = √X − s²/(8 X^(3/2)) + O(s³). The term is at most √X/8:
/// beyond s = X the expansion says nothing.
template <class W>
Estimate<double> square_root(const Estimate<W>& square) {
  const Interval interval = real_interval(square.interval);
  const double error = square.standard_error;
  Estimate<double> e{};
  // (Tv, Tv)_W ≥ 0, and so is its mean; a method that subtracts may estimate less
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
