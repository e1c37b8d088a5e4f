#include <isotrace/trace/exchangeable.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <lib/core/sum.hpp>
#include "binary_exponent.hpp"
#include "half_widths.hpp"

namespace isotrace {

namespace {

/// V is bounded from below by this fraction of the jackknife variance.
constexpr double trusted_part = 1.0 / 25.0;
/// Factor on the sample skewness: leave-one-out values understate the skewness of the error of
/// their mean more than independent values do.
constexpr double seen_part = 1.2;

/// V for t_1 … t_k and their mean, bounded from below (exchangeable.hpp).
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
  return {std::ldexp(mean, exponent), std::ldexp(error, exponent),
          moments_of({t.data(), static_cast<std::size_t>(k)}).skewness(), k};
}

Interval mean_interval(const ExchangeableMean& mean, double confidence, double rounding,
                       bool discrete) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (mean.count < least_leave_one_out) return {nan, nan};
  const HalfWidths half = half_widths(mean.count, seen_part * mean.skewness, confidence, discrete);
  return {mean.value - (half.below * mean.standard_error + rounding),
          mean.value + (half.above * mean.standard_error + rounding)};
}

}  // namespace isotrace
