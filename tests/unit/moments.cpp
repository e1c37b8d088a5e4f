#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include <isotrace/trace/interval.hpp>
#include <isotrace/trace/moments.hpp>

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

TEST_CASE("three values make no interval, four do", "[results]") {
  const std::vector<double> x{1, 2, 6, 4};
  for (const double confidence : {0.5, 0.8, 0.95, 0.9999}) {
    CHECK(least_values(confidence, false) == 4);
    CHECK(std::isnan(mean_interval(moments_of(std::span(x).first(3)), confidence).low));
    CHECK(std::isnan(mean_interval(moments_of(std::span(x).first(3)), confidence).high));
    CHECK(std::isfinite(mean_interval(moments_of(x), confidence).low));
  }
}

TEST_CASE("few values of random signs make no interval, however equal they are", "[results]") {
  // all of N values are equal with probability (3/4)^N although a fourth of all are others
  CHECK(least_values(0.8, true) == 6);
  CHECK(least_values(0.95, true) == 10);
  CHECK(least_values(0.99, true) == 14);
  CHECK(least_values(0.999, true) == 16);
  const std::vector<double> x(10, 1.0);
  CHECK(std::isnan(mean_interval(moments_of(std::span(x).first(9)), 0.95, true).low));
  CHECK(mean_interval(moments_of(x), 0.95, true).high == 1);
}

TEST_CASE("without skewness an interval of many values is Student's", "[results]") {
  std::vector<double> x;
  for (int i = -500; i <= 500; ++i) x.push_back(i);
  const Moments m = moments_of(x);
  const double t = quantile(boost::math::students_t(1000.0), 0.975);
  const Interval i = mean_interval(m, 0.95);
  CHECK(i.low == Approx(-t * standard_error(m)).epsilon(0.002));
  CHECK(i.high == Approx(t * standard_error(m)).epsilon(0.002));
  CHECK(i.high == -i.low);
}

TEST_CASE("an interval reaches further on the side of the long tail", "[results]") {
  const std::vector<double> x = skewed_values(40);
  const Moments m = moments_of(x);
  REQUIRE(m.skewness() > 0.3);
  const Interval i = mean_interval(m, 0.9);
  CHECK(i.high - m.mean() > 1.05 * (m.mean() - i.low));
  std::vector<double> y = x;
  for (double& v : y) v = -v;
  const Interval mirrored = mean_interval(moments_of(y), 0.9);
  CHECK(mirrored.low == -i.high);
  CHECK(mirrored.high == -i.low);
}

TEST_CASE("intervals grow with the confidence and shrink with the count", "[results]") {
  const auto width = [](std::size_t count, double confidence, bool discrete) {
    const Interval i = mean_interval(moments_of(skewed_values(count)), confidence, discrete);
    return i.high - i.low;
  };
  for (const bool discrete : {false, true}) {
    for (const std::size_t count : {30u, 64u, 1000u}) {
      double before = 0;
      for (double c = 0.05; c < 0.9999; c += 0.05 * (1 - c)) {
        CAPTURE(count, c, discrete);
        CHECK(width(count, c, discrete) > before);
        before = width(count, c, discrete);
      }
    }
  }
  // the width of values with the same mean, error and skewness
  for (const double confidence : {0.5, 0.8, 0.95, 0.99667, 0.9999}) {
    double before = std::numeric_limits<double>::infinity();
    for (Index count = 4; count < 300; ++count) {
      const auto n = static_cast<double>(count);
      const Moments m{count, 0, 0, n * (n - 1), 0.5 * (n - 1) * std::sqrt(n * (n - 1))};
      REQUIRE(standard_error(m) == Approx(1));
      const Interval i = mean_interval(m, confidence);
      CAPTURE(count, confidence);
      CHECK(i.high - i.low < before);
      before = i.high - i.low;
    }
  }
}
