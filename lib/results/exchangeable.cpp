#include <isotrace/results/exchangeable.hpp>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "../core/sum.hpp"

namespace isotrace {

namespace {

/// Of the jackknife's variance, below which V is not trusted.
constexpr double trusted_part = 1.0 / 25.0;

}  // namespace

ExchangeableMean exchangeable_mean(const Eigen::MatrixXd& table) {
  const Index k = table.cols();
  const auto count = static_cast<double>(k);
  const Eigen::VectorXd t = table.diagonal();
  ExchangeableMean result{sum(t) / count, std::numeric_limits<double>::quiet_NaN(), k};
  if (k < 2) return result;
  const double within = (t.array() - result.value).square().sum() / (count - 1);
  const Eigen::MatrixXd d = t.replicate(1, k) - table;  // d_ij = t_i − t_i|j, 0 for i = j
  const double pairs = count * (count - 1);
  const double covariance = d.cwiseProduct(d.transpose()).sum() / pairs;
  const Eigen::ArrayXd without = (table.colwise().sum().transpose() - t).array() / (count - 1);
  const double jackknife = (without - without.mean()).square().sum();
  result.variance =
      std::max({within / count + covariance, within / count, trusted_part * jackknife});
  return result;
}

Interval mean_interval(const ExchangeableMean& mean, double confidence, double rounding) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (mean.count < 2) return {nan, nan};
  const boost::math::students_t student(static_cast<double>(mean.count - 1));
  const double half =
      quantile(student, 0.5 + 0.5 * confidence) * std::sqrt(mean.variance) + rounding;
  return {mean.value - half, mean.value + half};
}

}  // namespace isotrace
