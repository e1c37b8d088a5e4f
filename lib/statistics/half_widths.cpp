#include "half_widths.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include <isotrace/trace/interval.hpp>

namespace isotrace {

namespace {

/// Fewer values than this, of a law with a density, make no interval.
constexpr Index least_continuous = 4;
/// A discrete law may show only one of its values with probability up to 1 − confidence + this.
constexpr double tolerated = 0.01;

/// The coefficient a: what few values do not show of the family's spread, as a part of Student's
/// half-width. z is the normal quantile. All numbers here were found by simulation.
double unseen(double n, double z, bool discrete) {
  double amount = std::min(2.6 / n, 0.135);
  if (n < 12) amount += 1.9 * std::pow((12 - n) / 8, 1.75);
  const double a = amount * std::max(0.04, 1 - 1.44 / (z * z));
  return discrete ? a + 0.6 * std::clamp((30 - n) / 8, 0.0, 1.0) : a;
}

/// The coefficient b of the sample skewness, for the long tail. Second-order theory gives (2z² +
/// 1)/(6z√n) (Hall, Ann. Stat. 16, 1988, 927–953); few values show less skewness than their law.
double of_skewness(double n, double z) {
  return (1 + 2 * std::min(1.0, 20 / n)) * (2 * z * z + 1) / (6 * z * std::sqrt(n));
}

}  // namespace

Index least_values(double confidence, bool discrete) {
  if (!discrete) return least_continuous;
  const double chance = std::min(1.0, 1 - confidence + tolerated);
  return std::max(least_continuous,
                  static_cast<Index>(std::ceil(std::log(chance) / std::log(0.75))));
}

HalfWidths half_widths(Index count, double skewness, double confidence, bool discrete) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (count < least_values(confidence, discrete)) return {nan, nan};
  const auto n = static_cast<double>(count);
  const double at = 0.5 + 0.5 * confidence;
  const double t = quantile(boost::math::students_t(n - 1), at);
  const double z = quantile(boost::math::normal(), at);
  const double a = unseen(n, z, discrete);
  const double b = of_skewness(n, z);
  return {t * (1 + a + b * std::max(-skewness, 0.0)), t * (1 + a + b * std::max(skewness, 0.0))};
}

}  // namespace isotrace
