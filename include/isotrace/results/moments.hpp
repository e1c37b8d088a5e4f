#pragma once

#include <span>

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// Count, mean and second and third central sums of a sample, mergeable without cancellation
/// (Chan, Golub, LeVeque 1979; third order: Pébay 2008).
struct Moments {
  Index count = 0;
  double mean = 0;
  double m2 = 0;  ///< Σ (x − mean)²
  double m3 = 0;  ///< Σ (x − mean)³

  /// Moments of the union of two samples.
  static Moments merged(const Moments& a, const Moments& b);

  /// Unbiased sample variance m2/(count − 1); NaN for fewer than two values.
  double variance() const;
  /// Sample skewness √count · m3 / m2^(3/2); 0 where m2 is 0.
  double skewness() const;
};

/// Moments of a sample, by halving: one fixed tree, whatever the threads.
Moments moments_of(std::span<const double> values);

}  // namespace isotrace
