#pragma once

#include <complex>
#include <span>
#include <vector>

#include <isotrace/core/scalar.hpp>

/// Tests of known means, known variances and known laws, with p-values meant for the far tail. KS
/// p-values are bounds at every sample size; those of means and mean square errors are
/// skewness-corrected approximations at the sample size used, checked by the battery's measured
/// size.
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

/// Both tails at x of the shifted gamma law (Pearson type III) with the given cumulants: exact for
/// sums of equal gamma variables, to third order for any other sum (Hall 1983; Buckley & Eagleson
/// 1988; Imhof, Biometrika 48 (1961), for quadratic forms). A negative third cumulant mirrors the
/// law, a negligible one gives the normal law. The variance must be positive.
Tails gamma_tails(double x, const Cumulants& cumulants);

/// Two-sided p-value of the mean of N independent values, both their mean and the variance of one
/// known. Gamma tails, with the skewness of the values about the known mean taken from the sample.
/// O(N).
double mean_p_value(std::span<const double> values, double mean, double variance);

/// The variances of the real and the imaginary part of one value; its own is their sum.
struct PartVariances {
  double re = 0;
  double im = 0;

  double total() const { return re + im; }
};

/// Real and imaginary part each by the test above, joined by Bonferroni: min(1, 2·the smaller p). A
/// part whose variance is negligible against the other's is left out.
double mean_p_value(std::span<const std::complex<double>> values, std::complex<double> mean,
                    PartVariances variances);
/// The real case in the same form; variances.im is not used.
double mean_p_value(std::span<const double> values, double mean, PartVariances variances);

/// The mean square error of group means against its exact value.
struct SquareErrorTest {
  double estimate = 0;  ///< of the variance of one value
  double p_value = 1;   ///< two-sided
};

/// Groups the N values into R = N/m of m consecutive ones, with e_r = mean of group r − mean, and
/// compares Σ_r |e_r|² with R·variance/m by gamma tails. Its cumulants contain the values' third
/// and fourth joint cumulants of (Re, Im), from the sample (Leonov & Shiryaev 1959): over ℝ, in
/// units of variance/m, 1, 2 + κ/m and 8 + 12κ/m + 10γ²/m a group. Left-over values are not used.
/// O(N). Throws OptionError unless 1 ≤ m ≤ N.
SquareErrorTest square_error_test(std::span<const double> values, double mean, double variance,
                                  Index m);
SquareErrorTest square_error_test(std::span<const std::complex<double>> values,
                                  std::complex<double> mean, double variance, Index m);

/// Kolmogorov–Smirnov distance of a sample from the uniform law on [0, 1]. Sorts u. O(N log N).
double uniform_distance(std::span<double> u);

/// min(1, 2 exp(−2 N D²)): Dvoretzky–Kiefer–Wolfowitz with Massart's constant (Ann. Probab. 18
/// (1990), 1269–1283); valid at every N and sharp in the tail.
double kolmogorov_p_value(double distance, Index count);

/// Two-sided p-value of N independent numbers that are uniform on [0, 1] (a sample put through its
/// own distribution function), N ≥ 1: Kolmogorov–Smirnov for the bulk and the exact laws of the
/// smallest and of the largest for the ends, joined by Bonferroni. Sorts u.
double uniform_p_value(std::span<double> u);

/// Exact two-sided p-value of `successes` in `count` tosses of a fair coin.
double coin_p_value(Index successes, Index count);

/// Holm's step-down rule: which hypotheses are rejected at family-wise level alpha, whatever the
/// dependence between the p-values (Scand. J. Statist. 6 (1979), 65–70).
std::vector<bool> holm(std::span<const double> p_values, double alpha);

}  // namespace isotrace::verify
