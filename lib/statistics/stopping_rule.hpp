#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include <isotrace/trace/options.hpp>

#include "square_root.hpp"

namespace isotrace {

/// The stopping rule for a tolerance. A look at the sample stops the run if every t of the interval
/// at the level of the look satisfies |value − t| ≤ max(tolerance · |t|, absolute_tolerance).
///
/// Looks are at increasing sizes, each at most twice the one before. A look that predicts the end
/// within this reach plans the next look there. The planned looks share the error probability 1 − C
/// in parts of 0.85, 0.1125, 0.0281, …, which add up to 1. Other looks have no share: they stop the
/// run only if the interval is narrower than predicted by the look before. What this costs, and how
/// often it is wrong, is measured by tests/unit/tolerance_properties.cpp and `isotrace converge
/// --coverage`.
class StoppingRule {
 public:
  /// root: the tolerances are those of the square root of the value, a norm.
  StoppingRule(const Options& options, bool root)
      : confidence_(options.confidence),
        relative_(options.tolerance),
        absolute_(options.absolute_tolerance),
        root_(root) {}

  bool has_tolerance() const { return relative_ > 0 || absolute_ > 0; }

  /// The level of the interval of the current look. Without a tolerance there is only one look.
  double level() const { return has_tolerance() ? 1 - (1 - confidence_) * share() : confidence_; }
  /// The level to pass to from_components. The trace of a norm's form is real and needs no joint
  /// interval over ℂ.
  template <class W>
  double level_for() const {
    return is_complex<W> && root_ ? 2 * level() - 1 : level();
  }
  /// To be called when a planned look did not meet the tolerance.
  void next_look() { ++look_; }

  /// How many times too wide the interval of an estimate is: at most 1 if the tolerance is met,
  /// infinite if the interval is not known.
  template <class W>
  double excess(const Estimate<W>& e) const {
    if (root_) return excess_of(square_root(e));
    return excess_of(e);
  }
  template <class W>
  bool met(const Estimate<W>& e) const {
    return excess(e) <= 1;
  }

  /// The half-width of an interval of the trace, around this value, that meets the tolerance.
  double allowed(double size) const {
    if (!root_) return std::max(relative_ * size, absolute_);
    const double norm = std::sqrt(size);
    const double d = std::max(relative_ * norm, absolute_);
    return std::max(2 * norm * d, absolute_ * absolute_);  // |x − y| = |x² − y²|/(x + y)
  }

 private:
  double share() const {
    return look_ == 0 ? 0.85 : std::ldexp(0.1125, 2 * (1 - look_));  // a quarter each time
  }

  /// t ≥ v/(1 + r) and t ≤ v/(1 − r), or within the absolute tolerance, for v ≥ 0.
  double excess_of(const Estimate<double>& e) const {
    const double v = std::abs(e.value);
    const bool negative = e.value < 0;
    const double below = negative ? e.interval.high - e.value : e.value - e.interval.low;
    const double above = negative ? e.value - e.interval.low : e.interval.high - e.value;
    const double up = relative_ < 1 ? v * relative_ / (1 - relative_) : infinite;
    return std::max(ratio(below, std::max(v * relative_ / (1 + relative_), absolute_)),
                    ratio(above, std::max(up, absolute_)));
  }
  double excess_of(const Estimate<std::complex<double>>& e) const {
    const double v = std::abs(e.value);
    const double radius = std::hypot(
        std::max(e.interval.re.high - e.value.real(), e.value.real() - e.interval.re.low),
        std::max(e.interval.im.high - e.value.imag(), e.value.imag() - e.interval.im.low));
    return ratio(radius, std::max(v * relative_ / (1 + relative_), absolute_));
  }
  /// 0/0 counts as met.
  static double ratio(double radius, double allowed) {
    if (radius <= allowed) return allowed > 0 && allowed < infinite ? radius / allowed : 0;
    return radius > allowed && allowed > 0 ? radius / allowed : infinite;
  }

  static constexpr double infinite = std::numeric_limits<double>::infinity();

  double confidence_;
  double relative_;
  double absolute_;
  bool root_;
  int look_ = 0;
};

}  // namespace isotrace
