// Moments, errors and intervals at every scale: those of 2^k x are 2^k times those of x.
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <isotrace/trace/exchangeable.hpp>
#include <isotrace/trace/interval.hpp>
#include <isotrace/trace/moments.hpp>

using namespace isotrace;

namespace {

/// Samples of several counts and laws: both signs, skewed, equal but for the last bits, of widely
/// different sizes. Their greatest is about 1.
std::vector<double> sample(std::size_t count, int kind, unsigned seed) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  std::vector<double> values(count);
  for (double& x : values) {
    const double z = normal(engine);
    if (kind == 0) x = z;
    if (kind == 1) x = -z * z;
    if (kind == 2) x = 1 + std::ldexp(std::floor(8 * z), -50);
    if (kind == 3) x = std::exp(8 * z - 24);
  }
  return values;
}

std::vector<double> scaled(std::vector<double> values, int k) {
  for (double& x : values) x = std::ldexp(x, k);
  return values;
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

/// Of bits: b is 2^k a, as near as it can be represented.
bool is_scaled(double a, int k, double b) {
  return same(std::ldexp(a, k), b);
}

bool is_scaled(const Interval& a, int k, const Interval& b) {
  return is_scaled(a.low, k, b.low) && is_scaled(a.high, k, b.high);
}

constexpr double greatest = std::numeric_limits<double>::max();

}  // namespace

TEST_CASE("moments and intervals are equivariant to the bit", "[results][scales]") {
  for (const std::size_t count : {1u, 2u, 3u, 4u, 9u, 64u, 65u, 200u, 700u}) {
    for (int kind = 0; kind < 4; ++kind) {
      const std::vector<double> x = sample(count, kind, 7u * count + kind);
      const Moments m = moments_of(x);
      for (int k = -900; k <= 1000; k += k % 50 == 0 ? 1 : 49) {
        CAPTURE(count, kind, k);
        const Moments s = moments_of(scaled(x, k));
        CHECK(s.exponent == m.exponent + k);
        CHECK(s.scaled_mean == m.scaled_mean);
        CHECK(s.scaled_m2 == m.scaled_m2);
        CHECK(s.scaled_m3 == m.scaled_m3);
        CHECK(is_scaled(m.mean(), k, s.mean()));
        CHECK(s.skewness() == m.skewness());
        CHECK(is_scaled(m.standard_deviation(), k, s.standard_deviation()));
        CHECK(is_scaled(standard_error(m), k, standard_error(s)));
        for (const double confidence : {0.8, 0.95, 0.999}) {
          CHECK(is_scaled(mean_interval(m, confidence), k, mean_interval(s, confidence)));
        }
      }
    }
  }
}

TEST_CASE("merging is equivariant, for samples of different sizes too", "[results][scales]") {
  for (const int apart : {-700, -60, -3, 0, 40, 800}) {
    const std::vector<double> x = sample(70, 0, 1);
    const std::vector<double> y = scaled(sample(90, 1, 2), apart);
    const Moments m = Moments::merged(moments_of(x), moments_of(y));
    for (const int k : {-200, -1, 1, 77, 200}) {
      const Moments s = Moments::merged(moments_of(scaled(x, k)), moments_of(scaled(y, k)));
      CAPTURE(apart, k);
      CHECK(s.exponent == m.exponent + k);
      CHECK(s.scaled_mean == m.scaled_mean);
      CHECK(s.scaled_m2 == m.scaled_m2);
      CHECK(s.scaled_m3 == m.scaled_m3);
    }
  }
}

TEST_CASE("zeros have no scale", "[results][scales]") {
  const std::vector<double> zeros(100, 0.0);
  const Moments m = moments_of(zeros);
  CHECK(m.mean() == 0);
  CHECK(m.variance() == 0);
  CHECK(standard_error(m) == 0);
  const std::vector<double> x = scaled(sample(10, 0, 3), -1000);
  const Moments both = Moments::merged(m, moments_of(x));
  CHECK(both.exponent == moments_of(x).exponent);
  CHECK(both.mean() == Approx(moments_of(x).mean() * 10 / 110));
}

TEST_CASE("moments at the ends of the range are finite", "[results][scales]") {
  const std::vector<double> great{greatest, greatest / 2, greatest, greatest / 4, greatest / 3};
  const Moments m = moments_of(great);
  CHECK(m.mean() / greatest == Approx((1 + 0.5 + 1 + 0.25 + 1 / 3.0) / 5));
  CHECK(standard_error(m) / greatest == Approx(0.161589).epsilon(1e-5));
  const double least = std::numeric_limits<double>::denorm_min();
  const std::vector<double> small{3 * least, 5 * least, 4 * least, 8 * least};
  CHECK(moments_of(small).mean() == 5 * least);
  CHECK(moments_of(small).standard_deviation() == 2 * least);
}

TEST_CASE("what is not finite stays so", "[results][scales]") {
  const double infinite = std::numeric_limits<double>::infinity();
  CHECK(std::isnan(moments_of(std::vector<double>{1, std::nan(""), 2}).mean()));
  CHECK(moments_of(std::vector<double>{1, infinite, 2}).mean() == infinite);
}

TEST_CASE("exchangeable means are equivariant to the bit", "[exchangeable][scales]") {
  for (const Index k : {1, 2, 5, 16, 40}) {
    for (int kind = 0; kind < 4; ++kind) {
      const auto entries = sample(static_cast<std::size_t>(k * k), kind, 11u * k + kind);
      const Eigen::MatrixXd table = Eigen::MatrixXd::Map(entries.data(), k, k);
      const ExchangeableMean m = exchangeable_mean(table);
      for (const int by : {-900, -600, -300, -1, 1, 300, 600, 1000}) {
        CAPTURE(k, kind, by);
        const Eigen::MatrixXd other = table.unaryExpr([by](double x) { return std::ldexp(x, by); });
        const ExchangeableMean s = exchangeable_mean(other);
        CHECK(is_scaled(m.value, by, s.value));
        CHECK(is_scaled(m.standard_error, by, s.standard_error));
        CHECK(is_scaled(mean_interval(m, 0.99, 0.5), by,
                        mean_interval(s, 0.99, std::ldexp(0.5, by))));
      }
    }
  }
}
