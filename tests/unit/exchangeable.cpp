#include <catch2/catch.hpp>
#include <cmath>

#include <isotrace/trace/exchangeable.hpp>
#include <isotrace/trace/interval.hpp>

using namespace isotrace;

TEST_CASE("independent values have the sample variance of their mean", "[exchangeable]") {
  // t_i|j = t_i: no value knows of another probe
  const Eigen::VectorXd t = (Eigen::VectorXd(4) << 1, 2, 4, 9).finished();
  const ExchangeableMean mean = exchangeable_mean(t.replicate(1, 4));
  CHECK(mean.value == Approx(4));
  CHECK(mean.standard_error == Approx(std::sqrt((9 + 4 + 0 + 25) / 3.0 / 4)));
  CHECK(mean.count == 4);
}

TEST_CASE("what two values owe to each other's probe adds to the variance", "[exchangeable]") {
  Eigen::MatrixXd table(3, 3);
  table << 1, 0.5, 0.2,  // t_1, t_1|2, t_1|3
      1.5, 2, 1.8,       //
      2.5, 2.9, 3;
  const double within = 1;
  const double pairs = (1 - 0.5) * (2 - 1.5) + (1 - 0.2) * (3 - 2.5) + (2 - 1.8) * (3 - 2.9);
  const ExchangeableMean mean = exchangeable_mean(table);
  CHECK(mean.value == Approx(2));
  CHECK(mean.standard_error == Approx(std::sqrt(within / 3 + 2 * pairs / 6)));
}

TEST_CASE("the variance is bounded below by what is certain", "[exchangeable]") {
  Eigen::MatrixXd table(2, 2);
  table << 1, 5, -3, 2;  // (1 − 5)(2 + 3) < 0
  CHECK(exchangeable_mean(table).standard_error == Approx(8.0 / 5 / std::sqrt(2.0)));
  table << 1, 1.01, 1.9, 2;  // (1 − 1.01)(2 − 1.9) < 0
  CHECK(exchangeable_mean(table).standard_error == Approx(std::sqrt(0.5 / 2)));
}

TEST_CASE("the interval is that of as many independent values, widened by rounding",
          "[exchangeable]") {
  const Eigen::VectorXd t = (Eigen::VectorXd(9) << 1, 2, 4, 9, 3, 3, 1, 5, 8).finished();
  const ExchangeableMean mean = exchangeable_mean(t.replicate(1, 9));
  const Moments moments = moments_of({t.data(), 9});
  CHECK(mean.skewness == Approx(moments.skewness()));
  for (const double confidence : {0.8, 0.95, 0.999}) {
    const Interval interval = mean_interval(mean, confidence, 0.25);
    const Interval plain = mean_interval(moments, confidence);
    CHECK(interval.high > plain.high + 0.25);  // the long tail, 1.2 times as far as it shows
    CHECK(interval.high < mean.value + 1.2 * (plain.high - mean.value) + 0.25);
    CHECK(interval.low == Approx(plain.low - 0.25));
  }
  CHECK(std::isnan(exchangeable_mean(Eigen::MatrixXd::Ones(1, 1)).standard_error));
}

TEST_CASE("too few leave-one-out values make no interval", "[exchangeable]") {
  CHECK(std::isnan(
      mean_interval(ExchangeableMean{10, 2, 0, least_leave_one_out - 1}, 0.95, 0.0).low));
  CHECK(mean_interval(ExchangeableMean{10, 2, 0, least_leave_one_out}, 0.95, 0.0).low < 8);
  CHECK(std::isnan(mean_interval(ExchangeableMean{10, 2, 0, 9}, 0.95, 0.0, true).low));
  CHECK(mean_interval(ExchangeableMean{10, 2, 0, 10}, 0.95, 0.0, true).low < 8);
}
