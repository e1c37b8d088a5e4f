#pragma once

#include <numbers>

#include "engine.hpp"

namespace isotrace {

/// The reference that the drawn laws are tested against: Boost's normal distribution on PCG.
/// Standard normal entries; over ℂ with E|x|² = 1, real and imaginary parts of variance 1/2.
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
