#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <coverage/coverage.hpp>
#include <reference/reference.hpp>
#include <support/page.hpp>

using namespace isotrace;
using namespace isotrace::program;
using isotrace::test::count_of;
using isotrace::test::TemporaryDirectory;
using isotrace::test::text_of;

namespace {

/// Whether the parts stand in the text in this order.
void check_order(const std::string& text, const std::vector<std::string>& parts) {
  std::size_t before = 0;
  for (const std::string& part : parts) {
    CAPTURE(part);
    const auto at = text.find(part, before);
    REQUIRE(at != std::string::npos);
    before = at;
  }
}

}  // namespace

TEST_CASE("a coverage report opens with its verdict and ends with how it was measured",
          "[coverage]") {
  const TemporaryDirectory place;
  const CoverageResult result = coverage_study({.seeds = 4,
                                                .blocks = {{Field::real, false, 60, {20}}},
                                                .only = {"xtrace"},
                                                .report = place / "report"});
  const std::string page = text_of(place / "report/index.html");
  REQUIRE(result.failing == 0);
  const std::size_t cells = result.cases.size();
  check_order(
      page,
      {"</h1>", fmt::format("<p class=\"verdict good\">✓ Passed: in none of {} settings", cells),
       "<h2>Result</h2>", "A cell is one setting", "<svg ", "<table",
       "<h2>How it was measured</h2>", fmt::format("Every cell: {} rows in ", cells)});
  CHECK(count_of(page.substr(page.find("How it was measured")), "<table") == 0);
}

TEST_CASE("a reference report opens with its verdict, and has pictures before tables",
          "[reference]") {
  const TemporaryDirectory place;
  reference_study({.n = 40, .runs = 2, .data = false, .report = place / "report"});
  const std::string page = text_of(place / "report/index.html");
  check_order(page, {"</h1>", "<p class=\"verdict\">",
                     " errors are at most 1.5 times the published", "<h2>Reference matrices</h2>",
                     "A matvec is a product", "<svg ", "<table", "Every point: "});
  CHECK(page.rfind("</svg>") < page.find("<table"));
}
