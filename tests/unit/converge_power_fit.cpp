#include <catch2/catch.hpp>

#include <cmath>
#include <random>

#include <converge/power_fit.hpp>
#include <isotrace/core/error.hpp>

using namespace isotrace;
using program::fit_power;
using program::PowerFit;

namespace {

const std::vector<Index> counts{8, 16, 32, 64, 128};

// Squared errors of the means of the first N of normal values with standard deviation sigma.
Eigen::MatrixXd prefix_errors(int runs, double sigma, unsigned seed) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal(0, sigma);
  Eigen::MatrixXd errors(runs, static_cast<Eigen::Index>(counts.size()));
  for (int r = 0; r < runs; ++r) {
    double sum = 0;
    Eigen::Index next = 0;
    for (Index k = 1; k <= counts.back(); ++k) {
      sum += normal(engine);
      if (k == counts[static_cast<std::size_t>(next)]) {
        errors(r, next++) = std::pow(sum / static_cast<double>(k), 2);
      }
    }
  }
  return errors;
}

bool holds(const Interval& interval, double value) {
  return interval.low <= value && value <= interval.high;
}

}  // namespace

TEST_CASE("a power law without noise is fitted exactly") {
  Eigen::MatrixXd errors(3, 5);
  for (Eigen::Index j = 0; j < 5; ++j) {
    errors.col(j).setConstant(9.0 / static_cast<double>(counts[static_cast<std::size_t>(j)]));
  }
  const PowerFit fit = fit_power(counts, errors);
  CHECK(fit.slope == Approx(-0.5).epsilon(1e-12));
  CHECK(fit.constant == Approx(3.0).epsilon(1e-12));
  CHECK(fit.slope_interval.high - fit.slope_interval.low < 1e-7);
}

TEST_CASE("another slope is found as it is") {
  Eigen::MatrixXd errors(2, 5);
  for (Eigen::Index j = 0; j < 5; ++j) {
    errors.col(j).setConstant(std::pow(counts[static_cast<std::size_t>(j)], -2.0));
  }
  CHECK(fit_power(counts, errors).slope == Approx(-1.0).epsilon(1e-12));
}

// 400 fits: at a coverage of 95 % the count of intervals that hold lies in [356, 395] but with
// probability 1.4e-4 (binomial); the intervals are approximate, so a coverage of 0.93 must pass
// too.
TEST_CASE("95 % intervals of slope and constant hold in about 95 % of the fits") {
  int slopes = 0;
  int constants = 0;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    const PowerFit fit = fit_power(counts, prefix_errors(60, 2.0, seed));
    slopes += holds(fit.slope_interval, -0.5) ? 1 : 0;
    constants += holds(fit.constant_interval, 2.0) ? 1 : 0;
  }
  CHECK(slopes >= 356);
  CHECK(slopes <= 395);
  CHECK(constants >= 356);
  CHECK(constants <= 395);
}

TEST_CASE("a fit refuses errors that do not belong to its counts") {
  REQUIRE_THROWS_WITH(fit_power(counts, Eigen::MatrixXd::Ones(3, 4)),
                      Catch::Contains("4 columns") && Catch::Contains("5 probe counts"));
}

TEST_CASE("a fit refuses a single run and errors that are zero") {
  CHECK_THROWS_AS(fit_power(counts, Eigen::MatrixXd::Ones(1, 5)), ShapeError);
  CHECK_THROWS_AS(fit_power(counts, Eigen::MatrixXd::Zero(3, 5)), OptionError);
}
