#include <converge/power_fit.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <Eigen/Cholesky>
#include <boost/math/distributions/students_t.hpp>

#include <isotrace/core/error.hpp>

namespace isotrace::program {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

void check(std::size_t counts, const MatrixXd& squared_errors) {
  if (static_cast<std::size_t>(squared_errors.cols()) != counts) {
    throw ShapeError(fmt::format("a power fit: {} columns of errors for {} probe counts",
                                 squared_errors.cols(), counts));
  }
  if (counts < 2 || squared_errors.rows() < 2) {
    throw ShapeError(fmt::format("a power fit: {} runs at {} probe counts, expected 2 of each",
                                 squared_errors.rows(), counts));
  }
}

// The two rows of weights that map y to the slope and to the logarithm of the constant.
MatrixXd weights(const VectorXd& log_counts) {
  const Index m = log_counts.size();
  MatrixXd covariance(m, m);
  for (Index j = 0; j < m; ++j) {
    for (Index k = 0; k < m; ++k) {
      covariance(j, k) = std::exp(-std::abs(log_counts[j] - log_counts[k]));
    }
  }
  const Eigen::LLT<MatrixXd> factor(covariance);
  const auto estimator = [&](const MatrixXd& design) -> MatrixXd {
    const MatrixXd whitened = factor.solve(design);
    return (design.transpose() * whitened).llt().solve(whitened.transpose());
  };
  MatrixXd design(m, 2);
  design.col(0).setOnes();
  design.col(1) = log_counts;
  MatrixXd out(2, m);
  out.row(0) = estimator(design).row(1);
  out.row(1) = estimator(design.col(0));
  return out;
}

// Slope and log constant from the mean squared errors.
Eigen::Vector2d fitted(const MatrixXd& w, const VectorXd& log_counts, const VectorXd& mean_square) {
  const VectorXd y = 0.5 * mean_square.array().log();
  return {w.row(0).dot(y), w.row(1).dot(y + 0.5 * log_counts)};
}

}  // namespace

PowerFit fit_power(std::span<const isotrace::Index> counts, const MatrixXd& squared_errors) {
  check(counts.size(), squared_errors);
  VectorXd log_counts(squared_errors.cols());
  std::transform(counts.begin(), counts.end(), log_counts.begin(),
                 [](auto count) { return std::log(static_cast<double>(count)); });
  const MatrixXd w = weights(log_counts);
  const auto runs = static_cast<double>(squared_errors.rows());
  const VectorXd sums = squared_errors.colwise().sum();
  if (!(sums.minCoeff() > 0)) {
    throw OptionError("a power fit needs positive errors at every probe count");
  }
  const Eigen::Vector2d all = fitted(w, log_counts, sums / runs);

  MatrixXd without(2, squared_errors.rows());
  for (Index r = 0; r < squared_errors.rows(); ++r) {
    const VectorXd rest = sums - squared_errors.row(r).transpose();
    without.col(r) = fitted(w, log_counts, rest / (runs - 1));
  }
  const Eigen::Vector2d mean = without.rowwise().mean();
  const Eigen::Vector2d variance =
      (runs - 1) / runs * (without.colwise() - mean).rowwise().squaredNorm();
  const double t = boost::math::quantile(boost::math::students_t(runs - 1), 0.975);
  const Eigen::Vector2d half = t * variance.cwiseSqrt();
  return {all[0],
          {all[0] - half[0], all[0] + half[0]},
          std::exp(all[1]),
          {std::exp(all[1] - half[1]), std::exp(all[1] + half[1])}};
}

}  // namespace isotrace::program
