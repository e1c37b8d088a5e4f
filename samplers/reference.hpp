#pragma once

#include <numbers>

#include "engine.hpp"

namespace isotrace {

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

/// Entries ±1, a bit each, 64 to a word.
template <Scalar S>
class SignEntries {
 public:
  explicit SignEntries(Engine engine) : engine_(engine) {}

  S operator()() {
    if (left_ == 0) {
      bits_ = engine_();
      left_ = 64;
    }
    const S sign = (bits_ & 1U) != 0 ? S(1) : S(-1);
    bits_ >>= 1U;
    --left_;
    return sign;
  }

 private:
  Engine engine_;
  std::uint64_t bits_ = 0;
  int left_ = 0;
};

/// Entries e^(iθ), θ uniform on [0, 2π).
template <Scalar S>
class PhaseEntries {
 public:
  explicit PhaseEntries(Engine engine) : engine_(engine) {}

  S operator()() {
    const double theta = 2.0 * std::numbers::pi * uniform_(engine_);
    return {static_cast<Real<S>>(std::cos(theta)), static_cast<Real<S>>(std::sin(theta))};
  }

 private:
  Engine engine_;
  boost::random::uniform_01<double> uniform_;
};

}  // namespace isotrace
