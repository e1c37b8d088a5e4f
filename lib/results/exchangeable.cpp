#include <isotrace/results/exchangeable.hpp>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "../core/sum.hpp"
#include "scale.hpp"

namespace isotrace {

namespace {

/// Of the jackknife's variance, below which V is not trusted.
constexpr double trusted_part = 1.0 / 25.0;

/// V for t_1 … t_k and their mean.
double variance(const Eigen::MatrixXd& table, const Eigen::VectorXd& t, double mean) {
  const Index k = table.cols();
  const auto count = static_cast<double>(k);
  const double within = (t.array() - mean).square().sum() / (count - 1);
  const Eigen::MatrixXd d = t.replicate(1, k) - table;  // d_ij = t_i − t_i|j, 0 for i = j
  const double pairs = count * (count - 1);
  const double covariance = d.cwiseProduct(d.transpose()).sum() / pairs;
  const Eigen::ArrayXd without = (table.colwise().sum().transpose() - t).array() / (count - 1);
  const double jackknife = (without - without.mean()).square().sum();
  return std::max({within / count + covariance, within / count, trusted_part * jackknife});
}

}  // namespace

ExchangeableMean exchangeable_mean(const Eigen::MatrixXd& table) {
  const Index k = table.cols();
  const int exponent = binary_exponent(table.cwiseAbs().maxCoeff());
  const Eigen::MatrixXd scaled =
      table.unaryExpr([exponent](double x) { return std::ldexp(x, -exponent); });
  const Eigen::VectorXd t = scaled.diagonal();
  const double mean = sum(t) / static_cast<double>(k);
  const double error =
      k < 2 ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(variance(scaled, t, mean));
  return {std::ldexp(mean, exponent), std::ldexp(error, exponent), k};
}

Interval mean_interval(const ExchangeableMean& mean, double confidence, double rounding) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (mean.count < 2) return {nan, nan};
  const boost::math::students_t student(static_cast<double>(mean.count - 1));
  const double half = quantile(student, 0.5 + 0.5 * confidence) * mean.standard_error + rounding;
  return {mean.value - half, mean.value + half};
}

}  // namespace isotrace
