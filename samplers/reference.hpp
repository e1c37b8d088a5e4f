#pragma once

#include <numbers>

#include "engine.hpp"

namespace isotrace {

/// The reference against which the laws are tested: Boost's normal distribution, driven by PCG.
/// Standard normal entries; over ℂ with E|x|² = 1, real and imaginary part of variance 1/2 each.
template <Scalar S>
class NormalEntries {
 public:
  explicit NormalEntries(Engine engine) : engine_(engine) {}

  S operator()() {
    if constexpr (is_complex<S>) {
      constexpr double scale = 0.5 * std::numbers::sqrt2;
      const double re = scale * normal_(engine_);
      const double im = scale * normal_(engine_);
      return {static_cast<Real<S>>(re), static_cast<Real<S>>(im)};
    } else {
      return static_cast<S>(normal_(engine_));
    }
  }

 private:
  Engine engine_;
  boost::random::normal_distribution<double> normal_;
};

}  // namespace isotrace
