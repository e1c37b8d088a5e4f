#pragma once

#include <span>

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// Count, mean and second and third central sums of a sample, mergeable without cancellation
/// (Chan, Golub, LeVeque 1979; third order: Pébay 2008), at every scale: the sums are those of
/// x/2^exponent, 2^exponent the least power of two above the greatest |x|. Whatever the scale,
/// no square or cube overflows or vanishes, and the moments of 2^k x are those of x, to the bit,
/// with the exponent k greater.
struct Moments {
  /// The exponent of a sample of zeros: below that of any other.
  static constexpr int no_exponent = -(1 << 14);

  Index count = 0;
  int exponent = no_exponent;
  double scaled_mean = 0;
  double scaled_m2 = 0;  ///< Σ (x − mean)²/4^exponent
  double scaled_m3 = 0;  ///< Σ (x − mean)³/8^exponent

  /// Moments of the union of two samples.
  static Moments merged(const Moments& a, const Moments& b);

  double mean() const;
  /// Unbiased sample variance Σ (x − mean)²/(count − 1); NaN for fewer than two values. A square:
  /// it may overflow or vanish where the standard deviation does not.
  double variance() const;
  /// √variance, at every scale.
  double standard_deviation() const;
  /// Sample skewness √count · Σ (x − mean)³/(Σ (x − mean)²)^(3/2); 0 where all values are equal.
  double skewness() const;
};

/// Moments of a sample, by halving: one fixed tree, whatever the threads.
Moments moments_of(std::span<const double> values);

}  // namespace isotrace
