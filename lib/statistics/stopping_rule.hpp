#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include <isotrace/trace/options.hpp>

#include "square_root.hpp"

namespace isotrace {

/// When to stop at a tolerance: as soon as every t of the interval at the look's level has
/// |value − t| ≤ max(tolerance · |t|, absolute_tolerance).
///
/// Sizes are looked at from small to great, each at most twice the one before. A look that finds
/// the end within that reach plans the next one there; if a planned look fails, the next has a
/// share of 1 − C that is smaller: 0.85, 0.1125, 0.0281, … add up to 1. The looks on the way that
/// nothing was planned for have no share of their own: what stops a run there is an interval that
/// was foreseen to be too wide by more than half. What that costs, and how often it is
/// wrong, tests/unit/tolerance_properties.cpp and `isotrace converge --coverage` measure.
class StoppingRule {
 public:
  /// root: the tolerances are for the square root of the value, a norm.
  StoppingRule(const Options& options, bool root)
      : confidence_(options.confidence),
        relative_(options.tolerance),
        absolute_(options.absolute_tolerance),
        root_(root) {}

  bool has_tolerance() const { return relative_ > 0 || absolute_ > 0; }

  /// The confidence of the present look's interval; without a tolerance there is only one.
  double level() const { return has_tolerance() ? 1 - (1 - confidence_) * share() : confidence_; }
  /// The same for from_components: the trace of a norm's form is real, and needs no joint interval
  /// over ℂ.
  template <class W>
  double level_for() const {
    return is_complex<W> && root_ ? 2 * level() - 1 : level();
  }
  /// A planned look was in vain.
  void next_look() { ++look_; }

  /// How many times too wide the interval of an estimate is: at most 1 where the tolerance is met;
  /// infinite where it says nothing.
  template <class W>
  double excess(const Estimate<W>& e) const {
    if (root_) return excess_of(square_root(e));
    return excess_of(e);
  }
  template <class W>
  bool met(const Estimate<W>& e) const {
    return excess(e) <= 1;
  }

  /// The radius that would do about this value of the trace.
  double allowed(double size) const {
    if (!root_) return std::max(relative_ * size, absolute_);
    const double norm = std::sqrt(size);
    const double d = std::max(relative_ * norm, absolute_);
    return std::max(2 * norm * d, absolute_ * absolute_);  // |x − y| = |x² − y²|/(x + y)
  }

 private:
  double share() const {
    return look_ == 0 ? 0.85 : std::ldexp(0.1125, 2 * (1 - look_));  // a fourth from look to look
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
  /// 0/0 is met.
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
