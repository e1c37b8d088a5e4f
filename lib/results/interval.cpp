#include <isotrace/results/interval.hpp>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace isotrace {

namespace {

/// Inverse of Hall's transformation of Student's statistic T = √n (mean − μ)/s,
///   g(T) = T + (γ/√n)(T²/3 + 1/6) + (γ²/n) T³/27,
/// which is monotone and, to O(1/n), as skew as the normal law: g⁻¹(x) with a = γ/√n.
double inverse_hall(double x, double a) {
  const double cube = 1.0 + a * (x - a / 6.0);
  if (std::abs(a) < 1e-8) return x;
  return 3.0 / a * (std::cbrt(cube) - 1.0);
}

/// Of the mean, in units of 2^exponent.
double scaled_error(const Moments& m) {
  const auto n = static_cast<double>(m.count);
  return std::sqrt(m.scaled_m2 / (n - 1) / n);
}

}  // namespace

double standard_error(const Moments& moments) {
  if (moments.count < 2) return std::numeric_limits<double>::quiet_NaN();
  return std::ldexp(scaled_error(moments), moments.exponent);
}

Interval mean_interval(const Moments& moments, double confidence) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  if (moments.count < 2) return {nan, nan};
  const auto n = static_cast<double>(moments.count);
  const double error = scaled_error(moments);
  const double a = moments.skewness() / std::sqrt(n);
  const double q = quantile(boost::math::students_t(n - 1.0), 0.5 + 0.5 * confidence);
  const auto at = [&](double x) {
    return std::ldexp(moments.scaled_mean - error * inverse_hall(x, a), moments.exponent);
  };
  return {at(q), at(-q)};
}

}  // namespace isotrace
