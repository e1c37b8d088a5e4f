#include <isotrace/verify/statistics.hpp>

#include <algorithm>
#include <array>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <string>

#include <isotrace/core/error.hpp>

namespace isotrace::verify {
namespace {

// Tails of the standard normal law at z.
Tails normal_tails(double z) {
  return {0.5 * std::erfc(-z / std::sqrt(2.0)), 0.5 * std::erfc(z / std::sqrt(2.0))};
}

// Tails at z of the standardised gamma law with positive skewness g: of (G − k)/√k for G ~
// Gamma(k), k = 4/g². For large k by Wilson and Hilferty's cube root (PNAS 17 (1931)), with an
// error O(1/k).
Tails standard_gamma_tails(double z, double g) {
  const double k = 4.0 / (g * g);
  const double ratio = 1.0 + z / std::sqrt(k);  // G/k
  if (ratio <= 0.0) return {0.0, 1.0};
  if (k > 1e4) return normal_tails(3.0 * std::sqrt(k) * (std::cbrt(ratio) - 1.0 + 1.0 / (9.0 * k)));
  return {boost::math::gamma_p(k, k * ratio), boost::math::gamma_q(k, k * ratio)};
}

// A value as a vector of its real components.
std::array<double, 1> components(double x) {
  return {x};
}
std::array<double, 2> components(std::complex<double> x) {
  return {x.real(), x.imag()};
}

// Second, third and fourth joint cumulants of a random d-vector with known mean.
template <std::size_t d>
struct JointCumulants {
  double second[d][d] = {};
  double third[d][d][d] = {};
  double fourth[d][d][d][d] = {};
};

template <class T>
auto joint_cumulants(std::span<const T> values, T mean) {
  constexpr std::size_t d = std::tuple_size_v<decltype(components(mean))>;
  JointCumulants<d> k;
  const double weight = 1.0 / static_cast<double>(values.size());
  for (const T& value : values) {
    const auto x = components(value - mean);
    for (std::size_t a = 0; a < d; ++a) {
      for (std::size_t b = 0; b < d; ++b) {
        const double ab = weight * x[a] * x[b];
        k.second[a][b] += ab;
        for (std::size_t c = 0; c < d; ++c) {
          k.third[a][b][c] += ab * x[c];
          for (std::size_t e = 0; e < d; ++e) k.fourth[a][b][c][e] += ab * x[c] * x[e];
        }
      }
    }
  }
  for (std::size_t a = 0; a < d; ++a) {
    for (std::size_t b = 0; b < d; ++b) {
      for (std::size_t c = 0; c < d; ++c) {
        for (std::size_t e = 0; e < d; ++e) {
          k.fourth[a][b][c][e] -= k.second[a][b] * k.second[c][e] +
                                  k.second[a][c] * k.second[b][e] + k.second[a][e] * k.second[b][c];
        }
      }
    }
  }
  return k;
}

// Mean and second and third cumulants of |x|² for the mean x of m vectors with cumulants k: those
// of x are k's of order 2, 3, 4 over m, m², m³. The sixth cumulant, of order m⁻⁵, is neglected.
//   κ₂ = 2 tr Σ² + Σ κ(a,a,b,b)
//   κ₃ = 8 tr Σ³ + 12 Σ Σ_ab κ(a,b,c,c) + 6 Σ_b (Σ_a κ(a,a,b))² + 4 Σ κ(a,b,c)²
template <std::size_t d>
Cumulants square_cumulants(const JointCumulants<d>& k, double m) {
  double square = 0, cube = 0, fourth = 0, mixed = 0, traced = 0, third = 0, mean = 0;
  for (std::size_t a = 0; a < d; ++a) {
    mean += k.second[a][a];
    double row = 0;
    for (std::size_t b = 0; b < d; ++b) {
      square += k.second[a][b] * k.second[b][a];
      fourth += k.fourth[a][a][b][b];
      row += k.third[b][b][a];
      for (std::size_t c = 0; c < d; ++c) {
        cube += k.second[a][b] * k.second[b][c] * k.second[c][a];
        mixed += k.second[a][b] * k.fourth[a][b][c][c];
        third += k.third[a][b][c] * k.third[a][b][c];
      }
    }
    traced += row * row;
  }
  return {mean / m, (2 * square + fourth / m) / (m * m),
          (8 * cube + (12 * mixed + 6 * traced + 4 * third) / m) / (m * m * m)};
}

template <class T>
SquareErrorTest square_error(std::span<const T> values, T mean, double variance, Index m) {
  const Index groups = m > 0 ? static_cast<Index>(values.size()) / m : 0;
  if (groups == 0) {
    throw OptionError("a group of " + std::to_string(m) + " values was asked of " +
                      std::to_string(values.size()));
  }
  double sum = 0;
  for (Index r = 0; r < groups; ++r) {
    T e = 0;
    for (Index i = 0; i < m; ++i) e += values[static_cast<std::size_t>(r * m + i)] - mean;
    sum += squared_modulus(e / static_cast<double>(m));
  }
  const auto count = static_cast<double>(groups);
  const auto size = static_cast<double>(m);
  // The shape is the sample's, the scale is that of the exact variance.
  const Cumulants sample = square_cumulants(joint_cumulants(values, mean), size);
  const double scale = variance / (size * sample.mean);
  const Cumulants exact{count * variance / size, count * sample.variance * scale * scale,
                        count * sample.third * scale * scale * scale};
  if (!(sample.mean > 0.0)) return {0.0, 0.0};  // constant values cannot have this variance
  return {sum * size / count, gamma_tails(sum, exact).two_sided()};
}

}  // namespace

double Tails::two_sided() const {
  return std::min(1.0, 2.0 * std::min(lower, upper));
}

Tails gamma_tails(double x, const Cumulants& cumulants) {
  const double deviation = std::sqrt(cumulants.variance);
  const double z = (x - cumulants.mean) / deviation;
  const double skewness = cumulants.third / (deviation * cumulants.variance);
  if (!std::isfinite(z) || !std::isfinite(skewness)) return {0.0, 0.0};
  if (std::abs(skewness) < 1e-6) return normal_tails(z);
  if (skewness > 0.0) return standard_gamma_tails(z, skewness);
  const Tails mirrored = standard_gamma_tails(-z, -skewness);
  return {mirrored.upper, mirrored.lower};
}

double mean_p_value(std::span<const double> values, double mean, double variance) {
  const auto count = static_cast<double>(values.size());
  double sum = 0, square = 0, cube = 0;
  for (const double value : values) {
    const double e = value - mean;
    sum += e;
    square += e * e;
    cube += e * e * e;
  }
  const double skewness = square > 0.0 ? std::sqrt(count) * cube / std::pow(square, 1.5) : 0.0;
  return gamma_tails(sum, {0.0, count * variance, count * skewness * std::pow(variance, 1.5)})
      .two_sided();
}

double mean_p_value(std::span<const std::complex<double>> values, std::complex<double> mean,
                    PartVariances variances) {
  const double negligible = 1e-12 * variances.total();
  std::vector<double> part(values.size());
  double smallest = 1.0;
  const auto test = [&](auto project, double variance) {
    if (variance <= negligible) return;
    std::transform(values.begin(), values.end(), part.begin(), project);
    smallest = std::min(smallest, mean_p_value(part, project(mean), variance));
  };
  test([](std::complex<double> z) { return z.real(); }, variances.re);
  test([](std::complex<double> z) { return z.imag(); }, variances.im);
  return std::min(1.0, 2.0 * smallest);
}

double mean_p_value(std::span<const double> values, double mean, PartVariances variances) {
  return mean_p_value(values, mean, variances.re);
}

SquareErrorTest square_error_test(std::span<const double> values, double mean, double variance,
                                  Index m) {
  return square_error(values, mean, variance, m);
}

SquareErrorTest square_error_test(std::span<const std::complex<double>> values,
                                  std::complex<double> mean, double variance, Index m) {
  return square_error(values, mean, variance, m);
}

}  // namespace isotrace::verify
