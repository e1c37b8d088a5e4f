#pragma once

#include <Eigen/Core>

#include <isotrace/trace/estimate.hpp>

namespace isotrace {

/// The mean of k exchangeable values t_1 … t_k, each of them unbiased given the other probes: those
/// of a leave-one-out estimator such as XTrace, where t_i tests with probe i what the others span.
struct ExchangeableMean {
  double value;
  double standard_error;  ///< of the mean; NaN for fewer than two values
  double skewness;        ///< of the values; 0 where they are equal
  Index count;
};

/// From the k×k table with t_i on its diagonal and, off it, t_i|j: value i of the k − 1 probes
/// without probe j. Because E[t_i | others] = t and t_i|j does not depend on probe j,
///   E[(t_i − t)(t_j − t)] = E[(t_i − t_i|j)(t_j − t_j|i)]   for i ≠ j,
/// which needs no t; with the sample variance s² of the t_i, unbiased for var(t_i) − cov(t_i, t_j),
///   V = s²/k + mean over i ≠ j of (t_i − t_i|j)(t_j − t_j|i)
/// is unbiased for the variance of the mean, at no further matvec. V may scatter below what is
/// certain: it is bounded from below by s²/k and by a twenty-fifth of the delete-one jackknife
/// Σ_j (t̄_(j) − mean)², t̄_(j) the mean of column j without t_j, which is biased upwards
/// (Efron, Stein, Ann. Stat. 9, 1981), up to 36-fold where the values decay fast. O(k²). Squares
/// are taken in units of the power of two above the greatest |entry|: at every scale, those of 2^k
/// times the table are 2^k times those of the table, to the bit.
ExchangeableMean exchangeable_mean(const Eigen::MatrixXd& table);

/// Fewer leave-one-out values make no interval.
inline constexpr Index least_leave_one_out = 8;

/// The interval of mean_interval(Moments) for as many values, of that standard error and a
/// skewness 1.2 times theirs, widened by rounding: the estimate of the variance is noisy where one
/// great eigenvalue is tested among small ones, and its noise goes with the error. NaN bounds for
/// fewer than least_leave_one_out values, or least_values of a discrete law.
Interval mean_interval(const ExchangeableMean& mean, double confidence, double rounding,
                       bool discrete = false);

}  // namespace isotrace
