#include "bounds.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>

namespace isotrace::randomness {

double binomial_bound(std::uint64_t n, std::uint64_t k, double p) {
  const double q = static_cast<double>(k) / static_cast<double>(n);
  double divergence = 0.0;
  if (q > 0.0) divergence += q * std::log1p((q - p) / p);
  if (q < 1.0) divergence += (1.0 - q) * std::log1p((p - q) / (1.0 - p));
  return std::min(1.0, 2.0 * std::exp(-static_cast<double>(n) * std::max(0.0, divergence)));
}

double distance_bound(std::uint64_t n, double distance) {
  return std::min(1.0, 2.0 * std::exp(-2.0 * static_cast<double>(n) * distance * distance));
}

double product_bound(std::uint64_t n, double sum) {
  const double s = std::abs(sum);
  if (s == 0.0) return 1.0;
  const auto count = static_cast<double>(n);
  const double t = 2.0 * s / (count + std::hypot(count, 2.0 * s));
  return std::min(1.0, 2.0 * std::exp(-t * s - 0.5 * count * std::log1p(-t * t)));
}

double square_bound(std::uint64_t n, double sum) {
  const auto count = static_cast<double>(n);
  const double away = sum - count;
  // Above: away = 2√(n x) + 2x; below: −away = 2√(n x); p ≤ e^(−x), for either side.
  const double root = away > 0 ? away / (std::sqrt(count) + std::sqrt(count + 2.0 * away))
                               : -0.5 * away / std::sqrt(count);
  return std::min(1.0, 2.0 * std::exp(-root * root));
}

double chi_square_tail(double statistic, double degrees) {
  return cdf(complement(boost::math::chi_squared(degrees), statistic));
}

}  // namespace isotrace::randomness
