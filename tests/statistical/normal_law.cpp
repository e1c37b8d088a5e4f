#include <catch2/catch.hpp>

#include <algorithm>

#include <randomness/battery.hpp>

using namespace isotrace::randomness;

// 10⁷ draws, some 70 statements whose p-values are bounds or, for χ² of cells that expect
// thousands, close: a false alarm of the whole has probability 1e-6. The seed is fixed.
namespace {

constexpr double alpha = 1e-6;

double smallest_p_value(Plant plant) {
  const auto findings = run_battery({.draws = 10'000'000, .seed = 1, .plant = plant});
  double smallest = 1.0;
  for (const Finding& finding : findings) {
    CAPTURE(finding.statement, finding.statistic);
    smallest = std::min(smallest, finding.p_value * static_cast<double>(findings.size()));
    if (plant == Plant::none) CHECK(finding.p_value * findings.size() >= alpha);
  }
  return smallest;
}

}  // namespace

TEST_CASE("the drawn laws are what they should be, and their pieces independent", "[laws]") {
  CHECK(smallest_p_value(Plant::none) >= alpha);
}

TEST_CASE("a normal law with a mistake is found", "[laws]") {
  CHECK(smallest_p_value(GENERATE(Plant::no_tail, Plant::hole, Plant::scale, Plant::repeated)) <
        alpha);
}
