#pragma once

#include <algorithm>
#include <cmath>

#include <isotrace/estimators/options.hpp>
#include <isotrace/results/estimate.hpp>

namespace isotrace {

/// The greatest distance from the value to the ends of its interval; over ℂ, both parts together.
inline double radius(double value, const Interval& i) {
  return std::max(i.high - value, value - i.low);
}
inline double radius(std::complex<double> value, const ComplexInterval& i) {
  return std::hypot(radius(value.real(), i.re), radius(value.imag(), i.im));
}

/// When to stop at a tolerance. Every look at the data is paid for: look j has its share of 1 − C,
/// and the shares add up to 1, so that by the union bound the interval of the look at which the run
/// stops holds with confidence C, whatever the rule that stops it.
class Stopping {
 public:
  /// root: the tolerances are for the square root of the value, a norm.
  Stopping(const Options& options, bool root)
      : confidence_(options.confidence),
        relative_(options.tolerance),
        absolute_(options.absolute_tolerance),
        root_(root) {}

  bool wanted() const { return relative_ > 0 || absolute_ > 0; }

  /// The confidence of the present look's interval; without a tolerance there is only one.
  double level() const { return wanted() ? 1 - (1 - confidence_) * share() : confidence_; }
  /// The same for from_parts: the trace of a norm's form is real, and needs no joint interval over
  /// ℂ.
  template <class W>
  double level_for() const {
    return is_complex<W> && root_ ? 2 * level() - 1 : level();
  }
  void next_look() { ++look_; }

  /// The radius that would do for the true value, as far as an interval of this radius tells it.
  double allowed(double size, double radius) const {
    const double least = std::max(0.0, size - radius);  // of the true value
    if (!root_) return std::max(relative_ * least, absolute_);
    const double norm = std::sqrt(least);
    const double d = std::max(relative_ * norm, absolute_);
    return std::max(2 * norm * d, absolute_ * absolute_);  // |x − y| = |x² − y²|/(x + y)
  }
  bool met(double size, double radius) const { return radius <= allowed(size, radius); }

 private:
  /// The first look is early, the second where the first foresaw the end.
  double share() const {
    constexpr double first[] = {0.1, 0.5, 0.2, 0.1};
    return look_ < 4 ? first[look_] : std::ldexp(0.1, 3 - look_);
  }

  double confidence_;
  double relative_;
  double absolute_;
  bool root_;
  int look_ = 0;
};

}  // namespace isotrace
