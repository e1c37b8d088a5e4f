#include <isotrace/results/moments.hpp>

#include <cmath>
#include <limits>

namespace isotrace {

namespace {

/// Values below this count are summed one after another.
constexpr std::size_t leaf = 64;

/// Two passes: the mean first, then the central sums.
Moments moments_of_leaf(std::span<const double> values) {
  Moments m;
  m.count = static_cast<Index>(values.size());
  double sum = 0;
  for (const double x : values) sum += x;
  m.mean = sum / static_cast<double>(values.size());
  for (const double x : values) {
    const double d = x - m.mean;
    m.m2 += d * d;
    m.m3 += d * d * d;
  }
  return m;
}

}  // namespace

Moments Moments::merged(const Moments& a, const Moments& b) {
  if (a.count == 0) return b;
  if (b.count == 0) return a;
  const auto na = static_cast<double>(a.count);
  const auto nb = static_cast<double>(b.count);
  const double n = na + nb;
  const double delta = b.mean - a.mean;
  Moments m;
  m.count = a.count + b.count;
  m.mean = a.mean + delta * (nb / n);
  m.m2 = a.m2 + b.m2 + delta * delta * (na * nb / n);
  m.m3 = a.m3 + b.m3 + delta * delta * delta * (na * nb * (na - nb) / (n * n)) +
         3.0 * delta * (na * b.m2 - nb * a.m2) / n;
  return m;
}

double Moments::variance() const {
  if (count < 2) return std::numeric_limits<double>::quiet_NaN();
  return m2 / static_cast<double>(count - 1);
}

double Moments::skewness() const {
  if (m2 <= 0) return 0;
  return std::sqrt(static_cast<double>(count)) * m3 / (m2 * std::sqrt(m2));
}

Moments moments_of(std::span<const double> values) {
  if (values.empty()) return {};
  if (values.size() <= leaf) return moments_of_leaf(values);
  const std::size_t half = (values.size() / 2 + leaf - 1) / leaf * leaf;
  return Moments::merged(moments_of(values.first(half)), moments_of(values.subspan(half)));
}

}  // namespace isotrace
