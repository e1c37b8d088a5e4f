#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <numeric>

#include <isotrace/verify/statistics.hpp>

namespace isotrace::verify {
namespace {

// Tails of the smallest of N uniform numbers at x: P(min ≥ x) = (1 − x)ᴺ.
Tails smallest_tails(double x, double count) {
  const double log_upper = count * std::log1p(-std::min(x, 1.0));
  return {-std::expm1(log_upper), std::exp(log_upper)};
}

}  // namespace

double uniform_distance(std::span<double> u) {
  std::sort(u.begin(), u.end());
  const auto count = static_cast<double>(u.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < u.size(); ++i) {
    const auto rank = static_cast<double>(i);
    distance = std::max({distance, u[i] - rank / count, (rank + 1.0) / count - u[i]});
  }
  return distance;
}

double kolmogorov_p_value(double distance, Index count) {
  return std::min(1.0, 2.0 * std::exp(-2.0 * static_cast<double>(count) * distance * distance));
}

double uniform_p_value(std::span<double> u) {
  const bool supported =
      std::all_of(u.begin(), u.end(), [](double x) { return x >= 0.0 && x <= 1.0; });
  if (!supported) return 0.0;  // outside the law's support, or NaN
  const double distance = uniform_distance(u);
  const auto count = static_cast<double>(u.size());
  const double bulk = kolmogorov_p_value(distance, static_cast<Index>(u.size()));
  const double low = smallest_tails(u.front(), count).two_sided();
  const double high = smallest_tails(1.0 - u.back(), count).two_sided();
  return std::min(1.0, 3.0 * std::min({bulk, low, high}));
}

double coin_p_value(Index successes, Index count) {
  const boost::math::binomial law(static_cast<double>(count), 0.5);
  const Index fewer = std::min(successes, count - successes);
  return std::min(1.0, 2.0 * boost::math::cdf(law, static_cast<double>(fewer)));
}

std::vector<bool> holm(std::span<const double> p_values, double alpha) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
  std::vector<bool> rejected(p_values.size(), false);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto left = static_cast<double>(order.size() - i);
    if (!(p_values[order[i]] * left <= alpha)) break;
    rejected[order[i]] = true;
  }
  return rejected;
}

}  // namespace isotrace::verify
