#pragma once

#include <span>

#include <Eigen/Core>

#include <isotrace/core/scalar.hpp>
#include <isotrace/trace/estimate.hpp>

namespace isotrace::program {

/// RMS(N) = constant · N^slope through measured errors, with 95 % intervals.
struct PowerFit {
  double slope;
  Interval slope_interval;
  double constant;  ///< fitted with slope −1/2: the root mean square of one probe's error
  Interval constant_interval;
};

/// Fits y_j = log RMS(N_j), RMS(N_j)² the mean of column j of squared_errors (runs × counts), by
/// generalised least squares with
///     cov(y_j, y_k) ∝ min(N_j, N_k) / max(N_j, N_k),
/// the covariance for normal errors if the values of a run at N_j are the first ones of those at
/// N_k (over ℝ, R runs have var y_j = 1/(2R)). The slope is the coefficient of log N in a fit by
/// (1, log N); the constant is exp of the mean of y_j + ½ log N_j with the same weights. The
/// intervals do not rely on this model: they come from the delete-one jackknife over the runs, with
/// Student's quantile for R − 1 degrees of freedom. Throws ShapeError unless there is one column
/// for each count and at least two runs and counts; OptionError if a column's mean is not positive.
/// O(runs · counts).
PowerFit fit_power(std::span<const Index> counts, const Eigen::MatrixXd& squared_errors);

}  // namespace isotrace::program
