#pragma once

#include <cmath>
#include <limits>

#include <isotrace/core/scalar.hpp>
#include <isotrace/trace/estimate.hpp>

namespace isotrace {

/// Value, standard error and interval of the real part of an estimate, or of its imaginary part.
struct ComponentEstimate {
  double value;
  double standard_error;
  Interval interval;
};

enum class Component { re, im };

template <Scalar W>
double component(Component which, W value) {
  if constexpr (is_complex<W>) {
    return which == Component::re ? value.real() : value.imag();
  } else {
    return value;
  }
}

/// The estimate made of part(component, level) for the real part and, over ℂ, for the imaginary
/// part. Over ℂ each interval is at level (1 + level)/2, so that both hold jointly (Bonferroni),
/// and the standard error is that of |X − t|.
template <Scalar W, class F>
Estimate<W> from_components(double level, F&& part) {
  Estimate<W> e{};
  if constexpr (is_complex<W>) {
    const double joint = 0.5 * (1 + level);
    const ComponentEstimate re = part(Component::re, joint);
    const ComponentEstimate im = part(Component::im, joint);
    e.value = {re.value, im.value};
    e.standard_error = std::hypot(re.standard_error, im.standard_error);
    e.interval = {re.interval, im.interval};
  } else {
    const ComponentEstimate re = part(Component::re, level);
    e.value = re.value;
    e.standard_error = re.standard_error;
    e.interval = re.interval;
  }
  return e;
}

/// A value known up to rounding.
template <Scalar W>
Estimate<W> known_value(W value, double rounding) {
  return from_components<W>(0, [&](Component which, double) {
    const double x = component(which, value);
    return ComponentEstimate{x, 0, {x - rounding, x + rounding}};
  });
}

}  // namespace isotrace
