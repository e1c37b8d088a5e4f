#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>

#include <Eigen/Eigenvalues>
#include <nlohmann/json.hpp>

#include <coverage/adversarial.hpp>
#include <coverage/coverage.hpp>
#include <coverage/coverage_tables.hpp>
#include <coverage/measure.hpp>
#include <coverage/selection.hpp>
#include <coverage/settings.hpp>
#include <isotrace/core/error.hpp>

using namespace isotrace;
using namespace isotrace::program;

namespace {

/// An estimate value ± half_width.
Estimate<double> estimate(double value, double half_width) {
  Estimate<double> e{};
  e.value = value;
  e.interval = {value - half_width, value + half_width};
  e.status = Status::completed;
  e.matvecs = 20;
  return e;
}

/// A case of 500 seeds, so many of which hold 10 by ±1.
CoverageCase planted(Index covered) {
  std::vector<Outcome> outcomes;
  for (Index r = 0; r < 500; ++r) {
    outcomes.push_back(outcome_of(estimate(r < covered ? 10.5 : 12, 1), 10));
  }
  return summarise({.matrix = "planted"}, outcomes, 10);
}

CoverageOptions small() {
  return {.seeds = 6, .blocks = {{Field::real, false, 60, {20}}, {Field::complex, true, 40, {20}}}};
}

/// A case at a confidence: runs whose intervals hold, whose don't, and that have none.
CoverageCase planted_at(double confidence, Index covered, Index missed, Index null) {
  std::vector<Outcome> outcomes(static_cast<std::size_t>(covered),
                                outcome_of(estimate(10.5, 1), 10));
  outcomes.insert(outcomes.end(), static_cast<std::size_t>(missed),
                  outcome_of(estimate(12, 1), 10));
  outcomes.insert(outcomes.end(), static_cast<std::size_t>(null),
                  outcome_of(estimate(11, std::nan("")), 10));
  return summarise({.matrix = "planted", .confidence = confidence}, outcomes, 10);
}

CoverageBlock unkind(Field field, Index n, std::vector<Index> budgets) {
  return {.field = field,
          .lifted = false,
          .n = n,
          .budgets = std::move(budgets),
          .set = CoverageSet::adversarial,
          .seeds = 3,
          .confidences = {0.8, 0.99}};
}

}  // namespace

TEST_CASE("an outcome is covered where the interval holds the trace, over C where both do") {
  CHECK(outcome_of(estimate(10.5, 1), 10).covered);
  CHECK(!outcome_of(estimate(12, 1), 10).covered);
  CHECK(!outcome_of(estimate(std::nan(""), std::nan("")), 10).covered);
  Estimate<std::complex<double>> e{};
  e.value = {3, 4};
  e.interval = {{2, 4}, {3.5, 4.5}};
  CHECK(outcome_of(e, {2.5, 4.25}).covered);
  CHECK(!outcome_of(e, {1.5, 4.25}).covered);
  CHECK(!outcome_of(e, {2.5, 5}).covered);
  const Outcome o = outcome_of(e, {0, 0});
  CHECK(o.half_width == 1);
  CHECK(o.part_error == 3);
  CHECK(o.error == 5);
}

TEST_CASE("a cell sums up its runs relative to the trace") {
  std::vector<Outcome> outcomes{outcome_of(estimate(11, 2), 10), outcome_of(estimate(13, 1), 10),
                                outcome_of(estimate(9, 4), 10), outcome_of(estimate(5, 3), 10)};
  outcomes[0].exact = true;
  outcomes[3].matvecs = 40;
  const CoverageCase coverage_case = summarise({.tolerance = 0.1}, outcomes, 10);
  CHECK(coverage_case.seeds == 4);
  CHECK(coverage_case.covered == 2);
  CHECK(coverage_case.coverage() == 0.5);
  CHECK(coverage_case.half_width == Approx(0.25));
  CHECK(coverage_case.rms_error == Approx(std::sqrt((1 + 9 + 1 + 25) / 4.0) / 10));
  CHECK(coverage_case.width_ratio() == Approx(0.25 / (1.96 * 0.3)));
  CHECK(coverage_case.matvecs == 20);
  CHECK(coverage_case.within == 2);
  CHECK(coverage_case.exact == 1);
}

TEST_CASE("errors that are rounding have no width ratio") {
  const std::vector<Outcome> outcomes(3, outcome_of(estimate(10 + 1e-13, 1e-15), 10));
  CHECK(std::isnan(summarise({}, outcomes, 10).width_ratio()));
}

TEST_CASE("the judge flags a planted cell that covers too little, and only that") {
  std::vector<CoverageCase> cases(200, planted(475));
  cases[17] = planted(420);  // 84 %
  cases[18] = planted(455);  // 91 %: p = 0.05, no evidence among 200 cases
  cases[19] = planted(500);
  CHECK(judge(cases) == 1);
  for (std::size_t i = 0; i < cases.size(); ++i) CHECK(cases[i].fails == (i == 17));
  CHECK(cases[17].p_value < 1e-10);
  CHECK(cases[19].p_value == 1);
}

TEST_CASE("the judge's p-values are those of the binomial law") {
  std::vector<CoverageCase> cases(2);
  cases[0].seeds = cases[1].seeds = 2;
  cases[1].covered = 1;
  judge(cases);
  CHECK(cases[0].p_value == Approx(0.07 * 0.07));
  CHECK(cases[1].p_value == Approx(1 - 0.93 * 0.93));
}

TEST_CASE("a block's settings are its budgets and tolerances for all methods and laws") {
  const CoverageBlock block{Field::complex, true, 200, {20, 40, 100}};
  const auto settings = settings_of(block);
  CHECK(settings.size() == 11 * 3 + 2 + 4 * 3);
  CHECK(cases_of(block) == 6 * static_cast<Index>(settings.size()));
  Index phases = 0;
  for (const CoverageSetting& info : settings) {
    CHECK((info.matvecs > 0) != (info.tolerance > 0));
    CHECK(info.metric == "V");
    phases += name(info.method_and_law.law) == "phases" ? 1 : 0;
  }
  CHECK(phases == 3);
}

TEST_CASE("a small coverage study: its tables, its JSON and its independence of the threads") {
  CoverageOptions options = small();
  options.threads = 1;
  const CoverageResult one = coverage_study(options);
  options.threads = 3;
  const CoverageResult three = coverage_study(options);
  REQUIRE(one.cases.size() == 2 * 6 * (11 + 2 + 4 * 3));
  REQUIRE(three.cases.size() == one.cases.size());
  for (std::size_t i = 0; i < one.cases.size(); ++i) {
    CHECK(one.cases[i].covered == three.cases[i].covered);
    CHECK(one.cases[i].rms_error == three.cases[i].rms_error);
  }
  CHECK(case_table(one).rows().size() == one.cases.size());
  CHECK(coverage_summary(one).rows().size() == 2 * (11 + 5));
  CHECK(worst_cases(one, 10).rows().size() == 10);
  CHECK(tolerance_table(one).rows().size() == 2 * 6 * (2 + 4 * 3));
  CHECK(coverage_plot(one, Field::real).series.size() == 8);
  const auto json = nlohmann::json::parse(to_json(one));
  CHECK(json["study"] == "coverage");
  CHECK(json["cells"].size() == one.cases.size());
}

TEST_CASE("a coverage study needs two seeds, and one that is stopped has no cells") {
  CoverageOptions options = small();
  options.seeds = 1;
  CHECK_THROWS_AS(coverage_study(options), OptionError);
  const std::atomic<bool> stop{true};
  options = small();
  options.stop = &stop;
  const CoverageResult result = coverage_study(options);
  CHECK(result.cases.empty());
  CHECK(result.interrupted);
}

TEST_CASE("a run is null where its value is finite and its interval is not there") {
  CHECK(outcome_of(estimate(10, std::nan("")), 10).null);
  CHECK(!outcome_of(estimate(10, 1), 10).null);
  CHECK(!outcome_of(estimate(12, 1), 10).null);
  CHECK(!outcome_of(estimate(std::nan(""), std::nan("")), 10).null);
  Estimate<std::complex<double>> e{};
  e.interval = {{std::nan(""), std::nan("")}, {-1, 1}};
  CHECK(!outcome_of(e, {0, 0}).null);
  e.interval.im = {std::nan(""), std::nan("")};
  CHECK(outcome_of(e, {0, 0}).null);
}

TEST_CASE("null runs are counted apart, and are neither covered nor judged") {
  std::vector<CoverageCase> cases{planted_at(0.95, 95, 5, 900), planted_at(0.95, 0, 0, 1000),
                                  planted_at(0.95, 60, 40, 900)};
  CHECK(cases[0].null == 900);
  CHECK(cases[0].intervals() == 100);
  CHECK(cases[0].coverage() == 0.95);
  CHECK(cases[0].half_width == Approx(0.1));
  CHECK(std::isnan(cases[1].coverage()));
  CHECK(judge(cases) == 1);
  CHECK(cases[1].p_value == 1);
  CHECK((!cases[0].fails && !cases[1].fails && cases[2].fails));
  const CoverageResult result{.cases = cases, .failing = 1};
  CHECK(null_cases(result) == 1);
  const auto json = nlohmann::json::parse(to_json(result));
  CHECK(json["null"] == 1);
  CHECK(json["bound"].get<double>() == Approx(0.93));
  CHECK(json["cells"][1]["coverage"].is_null());
  CHECK(json["cells"][1]["null"] == 1000);
  CHECK(text_of(result).find("1 have no interval in any run") != std::string::npos);
  CHECK(std::get<std::string>(case_table(result).rows()[1][9]) == "null");
}

TEST_CASE("a cell is judged at its own confidence less two percent") {
  std::vector<CoverageCase> cases;
  for (const double confidence : {0.8, 0.95, 0.99, 0.999}) {
    cases.push_back(planted_at(confidence, 900, 100, 0));
  }
  CHECK(judge(cases) == 3);
  CHECK(!cases[0].fails);
  CHECK((cases[1].fails && cases[2].fails && cases[3].fails));
  CHECK(worst_by_estimator({.cases = cases}).rows().size() == 4);
}

TEST_CASE("the adversarial set: its spectra, its matrices and their traces") {
  const auto spectra = adversarial_spectra(30);
  CHECK(spectra.size() == 2 * 3 * 4 + 3);
  for (const Spectrum& spectrum : spectra) {
    CHECK(spectrum.eigenvalues.size() == 30);
    if (spectrum.name == "five-1e-6") CHECK(spectrum.eigenvalues.sum() == Approx(5 + 25e-6));
    if (spectrum.name == "two-signed-1e-3") {
      CHECK(spectrum.eigenvalues.maxCoeff() == 1);
      CHECK(spectrum.eigenvalues.sum() == Approx(0).margin(1e-15));
    }
    if (spectrum.name == "uu-20") CHECK(spectrum.eigenvalues.sum() == 50);
  }
  for (const Index n : {8, 30}) {
    for (const auto& matrix : structured_matrices<std::complex<double>>(Stream{3}, n)) {
      CHECK(matrix.A.rows() == n);
      CHECK((matrix.A - RowMatrix<std::complex<double>>(matrix.A.adjoint())).norm() <=
            1e-15 * matrix.A.norm());
      CHECK(std::abs(long_trace(matrix.A) - matrix.A.trace()) < 1e-12 * matrix.A.norm());
      const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXcd> solver(matrix.A);
      const double least = solver.eigenvalues()[0] / matrix.A.norm();
      CHECK((matrix.semidefinite ? least > -1e-14 : least < -0.01));
    }
  }
  RowMatrix<double> cancelling = RowMatrix<double>::Zero(3, 3);
  cancelling.diagonal() << 1e17, 1, -1e17;
  CHECK(long_trace(cancelling) == 1);
  CHECK(adversarial_names().size() == spectra.size() + 3);
}

TEST_CASE("adversarial settings leave out what a budget does not pay for, and what is exact") {
  const auto has = [](const std::vector<CoverageSetting>& settings, Method method, Index matvecs) {
    return std::any_of(settings.begin(), settings.end(), [&](const CoverageSetting& info) {
      return info.method_and_law.method == method && info.matvecs == matvecs;
    });
  };
  const auto settings = settings_of(unkind(Field::real, 8, {1, 6, 8}));
  CHECK(has(settings, Method::hutchinson, 1));
  CHECK(has(settings, Method::hutchinson, 8));
  CHECK(!has(settings, Method::xtrace, 1));
  CHECK(has(settings, Method::xtrace, 6));
  CHECK(!has(settings, Method::xtrace, 8));
  for (const CoverageSetting& info : settings) {
    CHECK(info.tolerance == 0);
    CHECK((info.confidence == 0.8 || info.confidence == 0.99));
  }
}

TEST_CASE("a selection takes the named estimators on the named matrices") {
  using Words = std::vector<std::string>;
  constexpr auto reference = CoverageSet::reference;
  constexpr auto adversarial = CoverageSet::adversarial;
  CHECK(names_estimator({}, Method::xtrace));
  CHECK(names_estimator(Words{"flat"}, Method::xtrace));
  CHECK(names_estimator(Words{"xtrace", "flat"}, Method::xtrace));
  CHECK(!names_estimator(Words{"xtrace", "flat"}, Method::hutchpp));
  CHECK(names_matrix(Words{"xtrace"}, reference, "flat"));
  CHECK(names_matrix(Words{"adversarial"}, adversarial, "uu-2"));
  CHECK(!names_matrix(Words{"adversarial"}, reference, "flat"));
  CHECK(names_matrix(Words{"flat", "uu-2"}, adversarial, "uu-2"));
  CHECK(!names_matrix(Words{"flat", "xtrace"}, adversarial, "uu-2"));
  CHECK(coverage_names().size() == 8 + 2 + 6 + adversarial_names().size());
}

TEST_CASE("a small study of the adversarial set at several confidences") {
  CoverageOptions options{.blocks = {{Field::real, false, 60, {20}},
                                     unkind(Field::real, 30, {12}),
                                     unkind(Field::complex, 8, {6})},
                          .only = {"hutchinson", "nystrompp", "uu-4", "adjacency-cubed"}};
  const CoverageResult result = coverage_study(options);
  // Hutchinson's two laws on both matrices, and Nyström++ on the one that is semidefinite
  REQUIRE(result.cases.size() == 2 * (4 + 1) * 2);
  for (const CoverageCase& coverage_case : result.cases) {
    CHECK(coverage_case.seeds == 3);
    CHECK(coverage_case.info.set == CoverageSet::adversarial);
  }
  // the same runs at each confidence
  CHECK(result.cases[0].info.confidence == 0.8);
  CHECK(result.cases[1].info.confidence == 0.99);
  CHECK(result.cases[0].rms_error == result.cases[1].rms_error);
  CHECK(result.cases[0].half_width < result.cases[1].half_width);
  options.confidences = {0.9};
  CHECK(coverage_study(options).cases.size() == 2 * (4 + 1));
  options.confidences = {1};
  CHECK_THROWS_AS(coverage_study(options), OptionError);
  options.confidences = {};
  options.only = {"hutchinsen"};
  CHECK_THROWS_AS(coverage_study(options), OptionError);
}
