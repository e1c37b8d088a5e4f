#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>

#include <nlohmann/json.hpp>

#include <coverage/coverage.hpp>
#include <coverage/coverage_tables.hpp>
#include <coverage/measure.hpp>
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

/// A cell of 500 seeds, so many of which hold 10 by ±1.
Cell planted(Index covered) {
  std::vector<Outcome> outcomes;
  for (Index r = 0; r < 500; ++r) {
    outcomes.push_back(outcome_of(estimate(r < covered ? 10.5 : 12, 1), 10));
  }
  return summarise({.matrix = "planted"}, outcomes, 10);
}

CoverageOptions small() {
  return {.seeds = 6, .blocks = {{Field::real, false, 60, {20}}, {Field::complex, true, 40, {20}}}};
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
  const Cell cell = summarise({.tolerance = 0.1}, outcomes, 10);
  CHECK(cell.seeds == 4);
  CHECK(cell.covered == 2);
  CHECK(cell.coverage() == 0.5);
  CHECK(cell.half_width == Approx(0.25));
  CHECK(cell.rms_error == Approx(std::sqrt((1 + 9 + 1 + 25) / 4.0) / 10));
  CHECK(cell.width_ratio() == Approx(0.25 / (1.96 * 0.3)));
  CHECK(cell.matvecs == 20);
  CHECK(cell.within == 2);
  CHECK(cell.exact == 1);
}

TEST_CASE("errors that are rounding have no width ratio") {
  const std::vector<Outcome> outcomes(3, outcome_of(estimate(10 + 1e-13, 1e-15), 10));
  CHECK(std::isnan(summarise({}, outcomes, 10).width_ratio()));
}

TEST_CASE("the judge flags a planted cell that covers too little, and only that") {
  std::vector<Cell> cells(200, planted(475));
  cells[17] = planted(420);  // 84 %
  cells[18] = planted(455);  // 91 %: p = 0.05, no evidence among 200 cells
  cells[19] = planted(500);
  CHECK(judge(cells) == 1);
  for (std::size_t i = 0; i < cells.size(); ++i) CHECK(cells[i].fails == (i == 17));
  CHECK(cells[17].p_value < 1e-10);
  CHECK(cells[19].p_value == 1);
}

TEST_CASE("the judge's p-values are those of the binomial law") {
  std::vector<Cell> cells(2);
  cells[0].seeds = cells[1].seeds = 2;
  cells[1].covered = 1;
  judge(cells);
  CHECK(cells[0].p_value == Approx(0.07 * 0.07));
  CHECK(cells[1].p_value == Approx(1 - 0.93 * 0.93));
}

TEST_CASE("a block's settings are its budgets and tolerances for all entrants") {
  const CoverageBlock block{Field::complex, true, 200, {20, 40, 100}};
  const auto settings = settings_of(block);
  CHECK(settings.size() == 11 * 3 + 2 + 4 * 3);
  CHECK(cells_of(block) == 6 * static_cast<Index>(settings.size()));
  Index phases = 0;
  for (const CellInfo& info : settings) {
    CHECK((info.matvecs > 0) != (info.tolerance > 0));
    CHECK(info.metric == "V");
    phases += name(info.entrant.law) == "phases" ? 1 : 0;
  }
  CHECK(phases == 3);
}

TEST_CASE("a small coverage study: its tables, its JSON and its independence of the threads") {
  CoverageOptions options = small();
  options.threads = 1;
  const CoverageResult one = coverage_study(options);
  options.threads = 3;
  const CoverageResult three = coverage_study(options);
  REQUIRE(one.cells.size() == 2 * 6 * (11 + 2 + 4 * 3));
  REQUIRE(three.cells.size() == one.cells.size());
  for (std::size_t i = 0; i < one.cells.size(); ++i) {
    CHECK(one.cells[i].covered == three.cells[i].covered);
    CHECK(one.cells[i].rms_error == three.cells[i].rms_error);
  }
  CHECK(cell_table(one).rows().size() == one.cells.size());
  CHECK(coverage_summary(one).rows().size() == 2 * (11 + 5));
  CHECK(worst_cells(one, 10).rows().size() == 10);
  CHECK(tolerance_table(one).rows().size() == 2 * 6 * (2 + 4 * 3));
  CHECK(coverage_plot(one, Field::real).series.size() == 8);
  const auto json = nlohmann::json::parse(to_json(one));
  CHECK(json["study"] == "coverage");
  CHECK(json["cells"].size() == one.cells.size());
}

TEST_CASE("a coverage study needs two seeds, and one that is stopped has no cells") {
  CoverageOptions options = small();
  options.seeds = 1;
  CHECK_THROWS_AS(coverage_study(options), OptionError);
  const std::atomic<bool> stop{true};
  options = small();
  options.stop = &stop;
  const CoverageResult result = coverage_study(options);
  CHECK(result.cells.empty());
  CHECK(result.interrupted);
}
