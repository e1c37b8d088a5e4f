#include <isotrace/trace/moments.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "binary_exponent.hpp"

namespace isotrace {

namespace {

/// Up to this many values are summed one after another.
constexpr std::size_t leaf = 64;

/// Two passes: the mean first, then the central sums.
Moments moments_of_leaf(std::span<const double> values) {
  Moments m;
  m.count = static_cast<Index>(values.size());
  double greatest = 0;
  for (const double x : values) greatest = std::max(greatest, std::abs(x));
  m.exponent = binary_exponent(greatest);
  double scaled[leaf];
  std::transform(values.begin(), values.end(), scaled,
                 [&m](double x) { return std::ldexp(x, -m.exponent); });
  const std::span<const double> all(scaled, values.size());
  double sum = 0;
  for (const double x : all) sum += x;
  m.scaled_mean = sum / static_cast<double>(values.size());
  for (const double x : all) {
    const double d = x - m.scaled_mean;
    m.scaled_m2 += d * d;
    m.scaled_m3 += d * d * d;
  }
  return m;
}

/// The same moments in units of a greater power of two.
Moments in_units(Moments m, int exponent) {
  const int by = m.exponent - exponent;
  if (by == 0) return m;
  m.exponent = exponent;
  m.scaled_mean = std::ldexp(m.scaled_mean, by);
  m.scaled_m2 = std::ldexp(m.scaled_m2, 2 * by);
  m.scaled_m3 = std::ldexp(m.scaled_m3, 3 * by);
  return m;
}

}  // namespace

Moments Moments::merged(const Moments& one, const Moments& other) {
  if (one.count == 0) return other;
  if (other.count == 0) return one;
  const int exponent = std::max(one.exponent, other.exponent);
  const Moments a = in_units(one, exponent);
  const Moments b = in_units(other, exponent);
  const auto na = static_cast<double>(a.count);
  const auto nb = static_cast<double>(b.count);
  const double n = na + nb;
  const double delta = b.scaled_mean - a.scaled_mean;
  Moments m;
  m.count = a.count + b.count;
  m.exponent = exponent;
  m.scaled_mean = a.scaled_mean + delta * (nb / n);
  m.scaled_m2 = a.scaled_m2 + b.scaled_m2 + delta * delta * (na * nb / n);
  m.scaled_m3 = a.scaled_m3 + b.scaled_m3 +
                delta * delta * delta * (na * nb * (na - nb) / (n * n)) +
                3.0 * delta * (na * b.scaled_m2 - nb * a.scaled_m2) / n;
  return m;
}

double Moments::mean() const {
  return std::ldexp(scaled_mean, exponent);
}

double Moments::variance() const {
  if (count < 2) return std::numeric_limits<double>::quiet_NaN();
  return std::ldexp(scaled_m2 / static_cast<double>(count - 1), 2 * exponent);
}

double Moments::standard_deviation() const {
  if (count < 2) return std::numeric_limits<double>::quiet_NaN();
  return std::ldexp(std::sqrt(scaled_m2 / static_cast<double>(count - 1)), exponent);
}

double Moments::skewness() const {
  if (scaled_m2 <= 0) return 0;
  return std::sqrt(static_cast<double>(count)) * scaled_m3 / (scaled_m2 * std::sqrt(scaled_m2));
}

Moments moments_of(std::span<const double> values) {
  if (values.empty()) return {};
  if (values.size() <= leaf) return moments_of_leaf(values);
  const std::size_t half = (values.size() / 2 + leaf - 1) / leaf * leaf;
  return Moments::merged(moments_of(values.first(half)), moments_of(values.subspan(half)));
}

}  // namespace isotrace
