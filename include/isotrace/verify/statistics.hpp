#pragma once

#include <complex>
#include <span>
#include <vector>

#include <isotrace/core/scalar.hpp>

/// Tests for known means, variances and laws, with p-values that are meant for the far tail.
/// Kolmogorov–Smirnov p-values are bounds at every sample size. Those of means and mean-square
/// errors are approximations with a correction for skewness; the measured size of the battery
/// confirms them at the sample sizes used.
namespace isotrace::verify {

/// Mean and second and third central moments (cumulants) of a statistic.
struct Cumulants {
  double mean = 0;
  double variance = 0;
  double third = 0;
};

/// P(X ≤ x) and P(X ≥ x).
struct Tails {
  double lower = 1;
  double upper = 1;

  /// min(1, 2 · the smaller one).
  double two_sided() const;
};

/// Both tails at x of the shifted gamma law (Pearson type III) with the given cumulants. Exact for
/// sums of equal gamma variables, accurate to third order for other sums (Hall 1983; Buckley &
/// Eagleson 1988; for quadratic forms Imhof, Biometrika 48, 1961). A negative third cumulant
/// mirrors the law, a negligible one gives the normal law. The variance must be positive.
Tails gamma_tails(double x, const Cumulants& cumulants);

/// Two-sided p-value for the mean of N independent values, given their exact mean and the exact
/// variance of one value. Uses gamma tails, with the skewness about the exact mean estimated from
/// the sample. O(N).
double mean_p_value(std::span<const double> values, double mean, double variance);

/// The variances of the real and the imaginary part of one value; their sum is the variance of the
/// value.
struct PartVariances {
  double re = 0;
  double im = 0;

  double total() const { return re + im; }
};

/// The same test for the real and the imaginary part, combined by Bonferroni: min(1, 2·the smaller
/// p). A part with a negligible variance is left out.
double mean_p_value(std::span<const std::complex<double>> values, std::complex<double> mean,
                    PartVariances variances);
/// The real test with the same signature; variances.im is not used.
double mean_p_value(std::span<const double> values, double mean, PartVariances variances);

/// Result of the test of a mean-square error against its exact value.
struct SquareErrorTest {
  double estimate = 0;  ///< estimate of the variance of one value
  double p_value = 1;   ///< two-sided
};

/// Splits the N values into R = N/m groups of m consecutive ones, with e_r = mean of group r −
/// mean, and compares Σ_r |e_r|² with its exact expectation R·variance/m, by gamma tails. Their
/// cumulants involve the third and fourth joint cumulants of (Re, Im) of a value, which are
/// estimated from the sample (Leonov & Shiryaev 1959): over ℝ, in units of variance/m, they are 1,
/// 2 + κ/m and 8 + 12κ/m + 10γ²/m per group, γ the skewness and κ the excess kurtosis. Values
/// beyond R·m are not used. O(N). Throws OptionError unless 1 ≤ m ≤ N.
SquareErrorTest square_error_test(std::span<const double> values, double mean, double variance,
                                  Index m);
SquareErrorTest square_error_test(std::span<const std::complex<double>> values,
                                  std::complex<double> mean, double variance, Index m);

/// Kolmogorov–Smirnov distance between a sample and the uniform law on [0, 1]. Sorts u. O(N log N).
double uniform_distance(std::span<double> u);

/// min(1, 2 exp(−2 N D²)): the Dvoretzky–Kiefer–Wolfowitz bound with Massart's constant (Ann.
/// Probab. 18 (1990), 1269–1283), N = count. Valid for every N and sharp in the tail.
double kolmogorov_p_value(double distance, Index count);

/// Two-sided p-value of the hypothesis that N ≥ 1 independent numbers are uniform on [0, 1] (for
/// example, values of a sample's own distribution function): Kolmogorov–Smirnov for the bulk, and
/// the exact laws of the smallest and the largest number for the ends, combined by Bonferroni.
/// Sorts u. O(N log N).
double uniform_p_value(std::span<double> u);

/// Exact two-sided p-value of `successes` heads in `count` tosses of a fair coin.
double coin_p_value(Index successes, Index count);

/// Holm's step-down rule: which hypotheses are rejected at the family-wise level alpha, for any
/// dependence between the p-values (Scand. J. Statist. 6 (1979), 65–70).
std::vector<bool> holm(std::span<const double> p_values, double alpha);

}  // namespace isotrace::verify
