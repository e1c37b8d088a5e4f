#pragma once

#include <Eigen/Core>

#include <isotrace/trace/estimate.hpp>

namespace isotrace {

/// The mean of k exchangeable values t_1 … t_k, each of them unbiased given the other probes: the
/// values of a leave-one-out estimator such as XTrace, where probe i tests the sketch that the
/// other probes make.
struct ExchangeableMean {
  double value;
  double standard_error;  ///< of the mean; NaN for fewer than two values
  double skewness;        ///< of the values; 0 if all are equal
  Index count;
};

/// Computes the mean from a k×k table that has t_i on its diagonal and, off it in row i and column
/// j, t_i|j: value i of the k − 1 probes without probe j. Since E[t_i | others] = t and t_i|j does
/// not depend on probe j,
///   E[(t_i − t)(t_j − t)] = E[(t_i − t_i|j)(t_j − t_j|i)]   for i ≠ j,
/// which does not need t. With the sample variance s² of the t_i, which is unbiased for var(t_i) −
/// cov(t_i, t_j),
///   V = s²/k + mean over i ≠ j of (t_i − t_i|j)(t_j − t_j|i)
/// is unbiased for the variance of the mean, without further matvecs. V is noisy, so it is bounded
/// from below by s²/k and by a twenty-fifth of the delete-one jackknife Σ_j (t̄_(j) − mean)², where
/// t̄_(j) is the mean of column j without t_j. The jackknife is biased upwards (Efron, Stein, Ann.
/// Stat. 9, 1981), up to 36-fold if the values decay fast. Squares are taken in units of the power
/// of two above the largest |entry|, so that 2^k times the table gives 2^k times the result, to the
/// bit. O(k²).
ExchangeableMean exchangeable_mean(const Eigen::MatrixXd& table);

/// The least number of leave-one-out values for which there is an interval.
inline constexpr Index least_leave_one_out = 8;

/// The interval of mean_interval(Moments) for the same number of values, with the standard error of
/// `mean` and 1.2 times its skewness, extended by `rounding` at either end. The factor allows for
/// the noise of the variance estimate, which is correlated with the error if one large eigenvalue
/// is tested among small ones. NaN bounds for fewer than least_leave_one_out values, and for fewer
/// than least_values of a discrete law.
Interval mean_interval(const ExchangeableMean& mean, double confidence, double rounding,
                       bool discrete = false);

}  // namespace isotrace
