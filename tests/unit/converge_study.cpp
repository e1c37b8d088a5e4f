#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>

#include <converge/average_maximum.hpp>
#include <converge/cases.hpp>
#include <converge/pictures.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/metric/metrics.hpp>

using namespace isotrace;
using namespace isotrace::program;

namespace {

RowMatrix<double> a_form() {
  RowMatrix<double> A(6, 6);
  for (Index i = 0; i < 6; ++i) {
    for (Index j = 0; j < 6; ++j) A(i, j) = 1.0 / static_cast<double>(1 + i + 2 * j);
  }
  return A;
}

CaseResult measured(const StudyOptions& options) {
  const RowMatrix<double> A = a_form();
  const EuclideanMetric<double> V(6);
  const OperatorForm<double> form(A);
  return study<double>({"small", "Small", ""}, form, V, options);
}

}  // namespace

TEST_CASE("a convergence study is the same for every number of threads") {
  StudyOptions options{.repetitions = 20, .max_probes = 128, .threads = 1};
  const CaseResult one = measured(options);
  options.threads = 3;
  const CaseResult three = measured(options);
  REQUIRE(one.laws.size() == 5);
  for (std::size_t k = 0; k < one.laws.size(); ++k) {
    CHECK(one.laws[k].rms == three.laws[k].rms);
    CHECK(one.laws[k].fit->slope == three.laws[k].fit->slope);
  }
}

// With 400 runs log RMS has a standard deviation of about 1/√800 = 0.035 (more for heavy tails):
// 0.2 is five of them, false alarms below 1e-5 for the 20 comparisons together.
TEST_CASE("measured errors lie at the exact prediction for every law") {
  const CaseResult result = measured({.seed = 3, .repetitions = 400, .max_probes = 64});
  for (const auto& curve : result.laws) {
    INFO(curve.law);
    REQUIRE(curve.probes.size() == 4);
    for (std::size_t i = 0; i < curve.probes.size(); ++i) {
      const double predicted = *curve.predicted / std::sqrt(static_cast<double>(curve.probes[i]));
      CHECK(std::abs(std::log(curve.rms[i] / predicted)) < 0.2);
    }
  }
}

TEST_CASE("an error that is zero to rounding is not fitted and not drawn") {
  const RowMatrix<double> A = RowMatrix<double>::Identity(6, 6);
  const EuclideanMetric<double> V(6);
  const OperatorForm<double> form(A);
  const CaseResult result =
      study<double>({"identity", "Identity", ""}, form, V, {.repetitions = 10, .max_probes = 32});
  for (const auto& curve : result.laws) {
    INFO(curve.law);
    CHECK(curve.fit.has_value() == (curve.law == "gaussian" || curve.law == "ball"));
  }
  CHECK(convergence_plot(result).series.size() == 4);
}

TEST_CASE("a study that is stopped from the start has no laws and says so") {
  const std::atomic<bool> stop{true};
  const CaseResult result = measured({.repetitions = 10, .max_probes = 32, .stop = &stop});
  CHECK(result.laws.empty());
  CHECK(result.interrupted);
}

TEST_CASE("a study refuses counts that do not double from 8") {
  for (const Index count : {0, 8, 24, 1000}) {
    CHECK_THROWS_AS(measured({.max_probes = count}), OptionError);
  }
  CHECK_THROWS_AS(measured({.repetitions = 1}), OptionError);
}

TEST_CASE("average and maximum of a map's lengths") {
  const auto maps = average_and_maximum_cases(1, 0);
  REQUIRE(maps.size() == 3);
  const auto& random = maps[0];
  const auto& low_rank = maps[1];
  const auto& isometry = maps[2];

  SECTION("for an isometry both are 1") {
    CHECK(isometry.rms_estimate == Approx(1.0).epsilon(1e-10));
    CHECK(isometry.rms_exact == Approx(1.0).epsilon(1e-10));
    CHECK(isometry.maximum == Approx(1.0).epsilon(1e-10));
  }
  SECTION("for a partial isometry of rank 2 the maximum is 1 and the average √(2/n)") {
    CHECK(low_rank.maximum == Approx(1.0).epsilon(1e-10));
    CHECK(low_rank.rms_exact == Approx(std::sqrt(2.0 / 40.0)).epsilon(1e-10));
  }
  SECTION("for a random map the maximum lies strictly between the average and √n times it") {
    CHECK(random.maximum > 1.1 * random.rms_exact);
    CHECK(random.maximum < std::sqrt(40.0) * random.rms_exact);
  }
  SECTION("the histogram's area is 1") {
    for (const auto& map : maps) {
      double area = 0;
      for (const double density : map.density) area += density;
      CHECK(area * (map.centres[1] - map.centres[0]) == Approx(1.0).epsilon(1e-9));
    }
  }
}
