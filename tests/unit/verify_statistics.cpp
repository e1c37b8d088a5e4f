#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <isotrace/verify/statistics.hpp>

using namespace isotrace::verify;

namespace {

// P(χ²_2k ≥ x) in closed form: e^(−x/2) Σ_{i<k} (x/2)ⁱ/i!.
double chi_square_upper(int k, double x) {
  double term = 1.0, sum = 0.0;
  for (int i = 0; i < k; ++i) {
    sum += term;
    term *= 0.5 * x / (i + 1);
  }
  return std::exp(-0.5 * x) * sum;
}

}  // namespace

TEST_CASE("gamma tails of a chi-square sum are exact far out") {
  const int k = 12;  // χ²_24: mean 24, variance 48, third cumulant 8·24
  const Cumulants cumulants{24.0, 48.0, 192.0};
  const double x = 69.0;
  const double exact = chi_square_upper(k, x);
  REQUIRE(exact < 1e-5);
  REQUIRE(exact > 1e-7);
  CHECK(gamma_tails(x, cumulants).upper == Approx(exact).epsilon(1e-10));
}

TEST_CASE("gamma tails of a weighted chi-square sum agree with the exact law at 1e-6") {
  // 3 χ²_64 + χ²_64, as of 64 groups of a complex mean square error with unequal parts: P(X ≥ x) by
  // integrating the second's density over the first's tail.
  const double x = 460.0;
  const int steps = 20000;
  double exact = chi_square_upper(32, x);
  for (int i = 0; i < steps; ++i) {
    const double y = x * (i + 0.5) / steps;
    const double density = std::exp(31 * std::log(0.5 * y) - 0.5 * y - std::lgamma(32.0)) / 2.0;
    exact += density * chi_square_upper(32, (x - y) / 3.0) * x / steps;
  }
  const Cumulants cumulants{4.0 * 64, 20.0 * 64, 8.0 * 28 * 64};
  REQUIRE(exact < 1e-5);
  REQUIRE(exact > 1e-7);
  CHECK(gamma_tails(x, cumulants).upper == Approx(exact).epsilon(0.1));
}

TEST_CASE("a negative third cumulant mirrors the tails") {
  const Tails right = gamma_tails(2.0, {0.0, 1.0, 0.7});
  const Tails left = gamma_tails(-2.0, {0.0, 1.0, -0.7});
  CHECK(right.upper == left.lower);
}

TEST_CASE("gamma tails without skewness are normal") {
  CHECK(gamma_tails(3.0, {1.0, 4.0, 0.0}).upper == Approx(0.15865525393145707).epsilon(1e-12));
}

TEST_CASE("gamma tails are continuous where the evaluation changes") {
  // k = 4/g² just below and just above 10⁴
  const double below = gamma_tails(5.0, {0.0, 1.0, 0.020001}).upper;
  const double above = gamma_tails(5.0, {0.0, 1.0, 0.019999}).upper;
  CHECK(above == Approx(below).epsilon(1e-3));
}

TEST_CASE("gamma tails of a NaN are zero") {
  CHECK(gamma_tails(std::numeric_limits<double>::quiet_NaN(), {0.0, 1.0, 0.5}).two_sided() == 0.0);
}

TEST_CASE("a mean far from the expected one has a tiny p-value") {
  const std::vector<double> values(100, 1.0);
  CHECK(mean_p_value(values, 0.0, 1.0) < 1e-6);
}

TEST_CASE("a part of negligible variance is left out of a complex mean test") {
  const std::vector<std::complex<double>> values(16, {0.9, 1e-20});
  const std::vector<double> parts(16, 0.9);
  CHECK(mean_p_value(values, {0.4, 0.0}, PartVariances{1.0, 0.0}) ==
        Approx(2.0 * mean_p_value(parts, 0.4, 1.0)));
}

TEST_CASE("the mean square error estimates the variance of one value") {
  const std::vector<double> values{1, 1, -1, -1, 2, 0, 0, 2};  // group means 1, −1, 1, 1 about 0
  CHECK(square_error_test(values, 0.0, 2.0, 2).estimate == Approx(2.0));
}

TEST_CASE("constant values contradict a positive variance") {
  const std::vector<double> values(64, 3.0);
  CHECK(square_error_test(values, 3.0, 1.0, 8).p_value == 0.0);
}

TEST_CASE("the distance of a sample from the uniform law is its largest gap") {
  std::vector<double> u{0.9, 0.2};
  CHECK(uniform_distance(u) == Approx(0.4));
}

TEST_CASE("the Kolmogorov bound is twice exp(-2 N D^2)") {
  CHECK(kolmogorov_p_value(0.1, 500) == Approx(2.0 * std::exp(-10.0)));
}

TEST_CASE("a sample whose smallest number is far from zero is not uniform") {
  std::vector<double> u(4000);
  for (std::size_t i = 0; i < u.size(); ++i) {
    u[i] = 0.01 + 0.99 * (static_cast<double>(i) + 0.5) / 4000.0;
  }
  CHECK(uniform_p_value(u) < 1e-12);
}

TEST_CASE("a number outside the law's support has p-value zero") {
  std::vector<double> u{0.5, 1.5, 0.2};
  CHECK(uniform_p_value(u) == 0.0);
}

TEST_CASE("a NaN in a sample has p-value zero") {
  std::vector<double> u{0.5, std::numeric_limits<double>::quiet_NaN(), 0.2};
  CHECK(uniform_p_value(u) == 0.0);
}

TEST_CASE("two heads in ten tosses have the binomial p-value") {
  CHECK(coin_p_value(2, 10) == Approx(2.0 * (1 + 10 + 45) / 1024.0));
}

TEST_CASE("Holm's rule compares the k-th smallest with alpha over what is left") {
  const std::vector<double> p{0.04, 0.01, 0.5, 0.012};
  const std::vector<bool> expected{false, true, false, true};
  CHECK(holm(p, 0.05) == expected);
}

TEST_CASE("Holm's rule stops at the first p-value that is too large") {
  const std::vector<double> p{0.03, 0.03};  // 0.03 > 0.05/2, though 0.03 ≤ 0.05/1
  const std::vector<bool> expected{false, false};
  CHECK(holm(p, 0.05) == expected);
}
