#pragma once

#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/moments.hpp>

namespace isotrace {

/// Standard error of the mean, √(variance / count), without overflow or underflow of the variance;
/// NaN for fewer than two values.
double standard_error(const Moments& moments);

/// The least number of values for which there is an interval: 4 for a law with a density. For
/// random signs a form's values are discrete, and a single value can have a probability of up to ¾
/// (a nonconstant polynomial of degree two on {±1}ⁿ differs from any given number at no less than a
/// quarter of the points). That all values are equal proves nothing as long as (¾)^count is above 1
/// − confidence + 1 %: this asks for 6 values at 80 %, 10 at 95 %, 14 at 99 %, 16 at 99.9 %.
Index least_values(double confidence, bool discrete);

/// Two-sided interval for the mean. Its half-width is Student's times
///   1 + a + b max(±g, 0),   + above the mean and − below,
/// with g the sample skewness and a, b functions of the count and the confidence. They are
/// calibrated by simulation for the whole family of values that an invariant law can give a form, Σ
/// λ_i |z_i|² for real λ and real or complex normal z, also divided by ‖z‖², whose skewness is at
/// most √8. The coverage is at least the confidence less 1.5 % (less 1.1 % except for 10 to 14
/// values) from 4 values on, and above the confidence from 32 on. For normal values the median
/// width is 2.5, 1.6, 1.2, 1.09 and 1.04 times Student's for 4, 8, 12, 32 and 64 values at 95 %.
/// discrete: the values are those of random signs; a is then larger below 30 values. NaN bounds for
/// fewer than least_values.
Interval mean_interval(const Moments& moments, double confidence, bool discrete = false);

}  // namespace isotrace
