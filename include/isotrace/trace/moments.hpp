#pragma once

#include <span>

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// Count, mean, and second and third central sums of a sample, which can be merged without
/// cancellation (Chan, Golub, LeVeque 1979; third order: Pébay 2008). They are those of
/// x/2^exponent, with 2^exponent the least power of two above the largest |x|, so that no square or
/// cube overflows or underflows. The moments of 2^k x are those of x, to the bit, with k added to
/// the exponent.
struct Moments {
  /// The exponent of a sample of zeros, below that of any other sample.
  static constexpr int no_exponent = -(1 << 14);

  Index count = 0;
  int exponent = no_exponent;
  double scaled_mean = 0;
  double scaled_m2 = 0;  ///< Σ (x − mean)²/4^exponent
  double scaled_m3 = 0;  ///< Σ (x − mean)³/8^exponent

  /// Moments of the union of two samples.
  static Moments merged(const Moments& a, const Moments& b);

  double mean() const;
  /// Unbiased sample variance Σ (x − mean)²/(count − 1); NaN for fewer than two values. It may
  /// overflow or underflow where the standard deviation does not.
  double variance() const;
  /// √variance, without overflow or underflow of the variance.
  double standard_deviation() const;
  /// Sample skewness √count · Σ (x − mean)³/(Σ (x − mean)²)^(3/2); 0 if all values are equal.
  double skewness() const;
};

/// Moments of a sample, merged in a binary tree that depends on the number of values alone. O(N).
Moments moments_of(std::span<const double> values);

}  // namespace isotrace
