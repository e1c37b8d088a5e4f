#include <catch2/catch.hpp>

#include <support/page.hpp>
#include <verification/statements.hpp>
#include <verification/verification_report.hpp>

using namespace isotrace;
using namespace isotrace::program;
using isotrace::test::count_of;
using isotrace::test::page_of;
using verify::Battery;
using verify::CheckResult;
using verify::Expected;

namespace {

CheckResult check(std::string id, std::optional<double> p_value, bool rejected = false) {
  return {std::move(id), Field::real, "dense, n = 2", "a statement",  1.0,
          1.0,           p_value,     rejected,       Expected::holds};
}

CheckResult literal(std::string id, bool rejected = true) {
  CheckResult result = check(std::move(id), 1e-9, rejected);
  result.expected = Expected::rejected;
  return result;
}

Battery battery(std::vector<CheckResult> checks) {
  bool passed = true;
  for (const CheckResult& c : checks) passed = passed && c.as_expected();
  return {passed, false, 1e-4, 1, std::move(checks)};
}

const StatementResult& row(const std::vector<StatementResult>& rows, std::string_view id) {
  for (const StatementResult& one : rows) {
    if (one.id == id) return one;
  }
  throw std::out_of_range(std::string(id));
}

std::string page(const Battery& of) {
  reports::Report report("T", "", verdict_of(of));
  add_verification(report, of);
  return page_of(report);
}

}  // namespace

TEST_CASE("every check of the battery counts for one statement or erratum", "[verification]") {
  const Battery all = verify::run();
  Index counted = 0;
  for (const StatementResult& one : statements_of(all)) {
    CAPTURE(one.id);
    CHECK(one.checks > 0);
    counted += one.checks;
  }
  for (const ErratumResult& one : errata_of(all)) {
    CAPTURE(one.id);
    CHECK(one.checks > 0);
    counted += one.checks;
  }
  CHECK(counted == static_cast<Index>(all.checks.size()));
}

TEST_CASE("a check counts for the statement with the longest id that it begins with",
          "[verification]") {
  const auto rows = statements_of(battery(
      {check("theorem-3.5", 0.5), check("theorem-3.5-mse", 0.25),
       check("theorem-3.5-estimator", 0.125), check("theorem-3.5-estimators-norm", {}),
       check("lemma-2.2-i", {}), check("lemma-2.2-ii-gram", {}), check("theorem-3.55", {})}));
  CHECK(row(rows, "theorem-3.5").checks == 3);
  CHECK(row(rows, "theorem-3.5").tested == 3);
  CHECK(row(rows, "theorem-3.5").smallest == 0.125);
  CHECK(row(rows, "theorem-3.5-estimators").checks == 1);
  CHECK(row(rows, "theorem-3.5-estimators").tested == 0);
  CHECK(row(rows, "lemma-2.2-i").checks == 1);
  CHECK(row(rows, "lemma-2.2-ii").checks == 1);
}

TEST_CASE("a statement holds if it was checked and nothing of it was rejected", "[verification]") {
  const auto rows = statements_of(battery(
      {check("theorem-3.1", 0.5), check("theorem-3.1", 1e-9, true), check("theorem-3.2", 0.5)}));
  CHECK(!row(rows, "theorem-3.1").holds());
  CHECK(row(rows, "theorem-3.2").holds());
  CHECK(!row(rows, "lemma-3.4").holds());
}

TEST_CASE("an erratum is rejected if all its literal checks were", "[verification]") {
  const auto rows =
      errata_of(battery({literal("erratum-1"), literal("erratum-2"), literal("erratum-2", false)}));
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].is_rejected());
  CHECK(!rows[1].is_rejected());
  CHECK(!rows[2].is_rejected());
}

TEST_CASE("the verdict says how much was run and what is not as expected", "[verification]") {
  const auto some = verdict_of(battery({check("theorem-3.1", 0.5), literal("erratum-2")}));
  CHECK(some.good == true);
  CHECK(some.text ==
        "Passed: 1 of 16 statements of the paper hold and 1 of 5 literal errata are rejected, in 2 "
        "checks.");
  const auto failed = verdict_of(battery(
      {check("theorem-3.1", 1e-9, true), check("lemma-2.1", {}), literal("erratum-2", false)}));
  CHECK(failed.good == false);
  CHECK(failed.text == "FAILED, not as expected: Theorem 3.1, erratum-2.");
  const auto all = verdict_of(verify::run());
  CHECK_THAT(all.text, Catch::StartsWith("Passed: all 16 statements of the paper hold and all 5 "
                                         "literal errata are rejected, in "));
}

TEST_CASE("the page has a row for every statement and erratum, run or not", "[verification]") {
  const std::string text = page(battery({check("theorem-3.1", 0.5), check("theorem-3.1", 0.0123),
                                         check("lemma-2.1", {}), literal("erratum-2")}));
  for (const char* statement :
       {"Lemma 2.1", "Lemma 2.2 (i)", "Lemma 2.2 (ii)", "(2.12)", "(2.13)", "(2.14)", "(2.15)",
        "Theorem 3.1", "Theorem 3.2", "Corollary 3.3", "Lemma 3.4", "Theorem 3.5", "Corollary 3.6",
        "Corollary 3.7", "Remark 3.8", "Section 4", "The estimators"}) {
    CAPTURE(statement);
    CHECK(count_of(text, "<th scope=\"row\">" + std::string(statement) + ": ") == 1);
  }
  CHECK_THAT(text, Catch::Contains(
                       "data-column=\"checks\">2</td><td class=\"number\" data-column=\"smallest "
                       "p-value\">0.012</td><td data-column=\"holds\">yes</td></tr>"));
  CHECK_THAT(text, Catch::Contains("data-column=\"checks\">1</td><td data-column=\"smallest "
                                   "p-value\">identity</td><td data-column=\"holds\">yes</td>"));
  CHECK(count_of(text, "data-column=\"holds\">not run</td>") == 15);
  CHECK(count_of(text, "data-column=\"rejected\">yes</td>") == 1);
  CHECK(count_of(text, "data-column=\"rejected\">not run</td>") == 4);
  CHECK(count_of(text, "Every check: 4 rows in <a href=\"checks.csv\">") == 1);
  CHECK(count_of(text, "Not as expected") == 0);
}

TEST_CASE("what is not as expected stands on the page check by check", "[verification]") {
  const std::string text =
      page(battery({check("theorem-3.1", 1e-9, true), literal("erratum-2", false)}));
  CHECK(text.find("Not as expected") < text.find("The paper&#39;s statements"));
  CHECK(count_of(text, ">rejected, but should hold<") == 1);
  CHECK(count_of(text, ">not rejected, but should be<") == 1);
  CHECK(count_of(text, "data-column=\"holds\">no</td>") == 1);
  CHECK(count_of(text, "data-column=\"rejected\">no</td>") == 1);
}
