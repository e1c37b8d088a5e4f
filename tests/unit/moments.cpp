#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include <isotrace/results/interval.hpp>
#include <isotrace/results/moments.hpp>

using namespace isotrace;

namespace {

std::vector<double> skewed_values(std::size_t count) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = 1e6 + std::exp(std::sin(1.0 + 12.9898 * static_cast<double>(i)) * 2.0);
  }
  return values;
}

}  // namespace

TEST_CASE("moments agree with the definitions, also far from zero", "[results]") {
  const auto count = GENERATE(1u, 2u, 63u, 64u, 65u, 1000u, 4097u);
  const std::vector<double> x = skewed_values(count);
  long double mean = 0, m2 = 0, m3 = 0;
  for (const double v : x) mean += v;
  mean /= count;
  for (const double v : x) {
    m2 += (v - mean) * (v - mean);
    m3 += (v - mean) * (v - mean) * (v - mean);
  }
  const Moments m = moments_of(x);
  CHECK(m.count == static_cast<Index>(count));
  CHECK(m.mean() == Approx(static_cast<double>(mean)).epsilon(1e-15));
  CHECK(std::ldexp(m.scaled_m2, 2 * m.exponent) ==
        Approx(static_cast<double>(m2)).epsilon(1e-8).margin(1e-12));
  CHECK(std::ldexp(m.scaled_m3, 3 * m.exponent) ==
        Approx(static_cast<double>(m3)).epsilon(1e-7).margin(1e-6));
}

TEST_CASE("merging is the moments of the union", "[results]") {
  const std::vector<double> x = skewed_values(500);
  const Moments parts =
      Moments::merged(moments_of(std::span(x).first(123)), moments_of(std::span(x).subspan(123)));
  const Moments whole = moments_of(x);
  CHECK(parts.mean() == Approx(whole.mean()).epsilon(1e-15));
  CHECK(parts.scaled_m2 == Approx(whole.scaled_m2).epsilon(1e-9));
  CHECK(parts.scaled_m3 == Approx(whole.scaled_m3).epsilon(1e-8));
  CHECK(Moments::merged({}, whole).scaled_m3 == whole.scaled_m3);
}

TEST_CASE("moments of three values by hand", "[results]") {
  const std::vector<double> x{1, 2, 6};
  const Moments m = moments_of(x);
  CHECK(m.count == 3);
  CHECK(m.mean() == 3.0);
  CHECK(m.variance() == 7.0);
  CHECK(m.exponent == 3);
  CHECK(m.scaled_m3 == Approx((-8.0 - 1.0 + 27.0) / 512));
}

TEST_CASE("constant values have no variance and no skewness, one value no variance at all",
          "[results]") {
  const std::vector<double> x(100, 3.25);
  CHECK(moments_of(x).variance() == 0.0);
  CHECK(moments_of(x).skewness() == 0.0);
  CHECK(std::isnan(moments_of(std::span(x).first(1)).variance()));
  CHECK(std::isnan(mean_interval(moments_of(std::span(x).first(1)), 0.95).low));
  CHECK(mean_interval(moments_of(x), 0.95).low == 3.25);
  CHECK(mean_interval(moments_of(x), 0.95).high == 3.25);
}

TEST_CASE("without skewness the interval is Student's", "[results]") {
  const std::vector<double> x{-3, -1, 0, 1, 3};
  const Moments m = moments_of(x);
  const double t = quantile(boost::math::students_t(4.0), 0.975);
  const Interval i = mean_interval(m, 0.95);
  CHECK(i.low == Approx(-t * std::sqrt(5.0 / 5.0)));
  CHECK(i.high == Approx(t * std::sqrt(5.0 / 5.0)));
}

TEST_CASE("Hall's interval solves Hall's equation at both ends", "[results]") {
  const std::vector<double> x = skewed_values(40);
  const Moments m = moments_of(x);
  REQUIRE(m.skewness() > 0.3);
  const Interval i = mean_interval(m, 0.9);
  const double q = quantile(boost::math::students_t(39.0), 0.95);
  const double a = m.skewness() / std::sqrt(40.0);
  const auto hall = [&](double mu) {
    const double T = (m.mean() - mu) / standard_error(m);
    return T + a * T * T / 3.0 + a * a * T * T * T / 27.0 + a / 6.0;
  };
  CHECK(hall(i.low) == Approx(q));
  CHECK(hall(i.high) == Approx(-q));
  CHECK(i.high - m.mean() > m.mean() - i.low);  // reaches further on the side of the long tail
}
