#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include <bench/bench.hpp>
#include <cli/estimate_text.hpp>
#include <cli/option_kinds.hpp>
#include <cli/output.hpp>
#include <cli/progress_bar.hpp>
#include <converge/converge.hpp>
#include <coverage/coverage.hpp>
#include <reference/reference.hpp>
#include <report/report.hpp>

using namespace isotrace;
using namespace isotrace::program;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

Estimate<double> unmet() {
  Estimate<double> e{};
  e.value = 50;
  e.standard_error = 1;
  e.confidence = 0.95;
  e.interval = {48, 51};
  e.status = Status::budget;
  e.matvecs = 100;
  e.probes = 100;
  return e;
}

}  // namespace

TEST_CASE("an unmet tolerance says what was reached and what more it would take", "[program]") {
  reports::RunInfo info{
      .quantity = "trace", .estimator = "hutchinson", .probe = "sphere", .n = 2000};
  // half-width 2 = 0.04 · 50 against 0.01 · 50: 4 times, so 16 times the matvecs
  CHECK_THAT(
      estimate_text(unmet(), info, {.relative = 0.01}),
      Catch::Contains("\nnot reached: |error| ≤ 0.01 of |value|; reached: 2, 0.04 of |value|; "
                      "it would take about 1.6e+03 matvecs, as far as 100 tell"));
  CHECK_THAT(estimate_text(unmet(), info, {.relative = 0.001, .absolute = 1}),
             Catch::Contains("≤ 0.001 of |value| or 1; reached: 2") &&
                 Catch::Contains("about 4e+02 matvecs"));
  CHECK_THAT(estimate_text(unmet(), info, {.relative = 0.01}), !Catch::Contains("exact"));
  info.n = 700;
  CHECK_THAT(estimate_text(unmet(), info, {.relative = 0.01}),
             Catch::Contains("or faster); the exact value takes 700 (--method auto)\n"));
  info.quantity = "inner_product";
  CHECK_THAT(estimate_text(unmet(), info, {.relative = 0.01}),
             Catch::Contains("the exact value takes 1400 (--method auto)\n"));
  Estimate<double> few = unmet();
  few.interval = {none, none};
  CHECK_THAT(estimate_text(few, info, {.relative = 0.01}),
             Catch::Contains("interval  none: too few probes for one") &&
                 Catch::Contains("these matvecs are too few for an interval"));
  Estimate<double> met = unmet();
  met.status = Status::converged;
  CHECK_THAT(estimate_text(met, info, {.relative = 0.1}), !Catch::Contains("reached"));
}

TEST_CASE("over ℂ the radius of both intervals is what was reached", "[program]") {
  Estimate<std::complex<double>> e{};
  e.value = {30, 40};
  e.interval = {{27, 32}, {36, 41}};
  e.status = Status::budget;
  e.matvecs = 10;
  const reports::RunInfo info{
      .quantity = "trace", .estimator = "auto", .probe = "sphere", .n = 100};
  CHECK_THAT(estimate_text(e, info, {.relative = 0.05}),
             Catch::Contains("reached: 5, 0.1 of |value|; it would take about 40 matvecs"));
}

TEST_CASE("progress shows the rate and the time left, in the room there is", "[program]") {
  CHECK(progress_line({400, 1000, 5.0}, 60) ==
        "[#########              ]  40 %  400 of 1000, 80/s, 8 s left");
  CHECK(progress_line({0, 1000, 1.0}, 40) == "[                     ]   0 %  0 of 1000");
  CHECK_THAT(progress_line({1000, 1000, 10.0}, 100),
             Catch::StartsWith("[##################################################] 100 %") &&
                 Catch::EndsWith("1000 of 1000, 100/s, 0 s left"));
  CHECK(progress_line({999, 1000, 9.99}, 30) == " 99 %  999 of 1000, 100/s, 0 s");
  CHECK_THAT(progress_line({1, 121, 60.0}, 200), Catch::EndsWith("1 of 121, 1/min, 2.0 h left"));
  CHECK_THAT(progress_line({3, 60, 30.0}, 200), Catch::EndsWith("3 of 60, 0.1/s, 10 min left"));
  for (const int columns : {0, 1, 10, 33, 60, 61, 200}) {
    CHECK(progress_line({400, 1000, 5.0}, columns).size() <= static_cast<std::size_t>(columns));
  }
  CHECK(progress_line({0, 0, 1.0}, 40).find("0 of 0") != std::string::npos);
}

TEST_CASE("an interrupted study has no headers of empty tables", "[program]") {
  ConvergeResult converge;
  converge.interrupted = true;
  CHECK(text_of(converge).empty());
  CHECK(text_of(ReferenceResult{.interrupted = true}).empty());
  CHECK(text_of(CoverageResult{.interrupted = true}).empty());
  BenchResult bench;
  bench.interrupted = true;
  CHECK(text_of(bench).empty());
  CHECK(study_text("", true) == "interrupted before anything was finished\n");
  CHECK(study_text("a\n\n", true) == "a\ninterrupted: the above is what was finished\n");
  CHECK(study_text("a", false) == "a\n");
  AccuracyCase one{.matrix = "poly", .metric = "I", .n = 10, .trace = 1};
  one.curves.push_back({.method_and_law = {Method::xtrace, Sphere{}},
                        .matvecs = {20},
                        .runs = {1},
                        .error = {1e-3},
                        .rms = {1e-3}});
  const std::string some = text_of(ReferenceResult{.cases = {one}, .interrupted = true});
  CHECK_THAT(some, Catch::Contains("poly") && !Catch::Contains("real pairs") &&
                       !Catch::Contains("RMS error of auto"));
}

TEST_CASE("a table without rows has no text, and no place in a report", "[program]") {
  const reports::Table empty("empty", "Nothing", {"x"});
  CHECK(empty.text().empty());
  namespace fs = std::filesystem;
  const fs::path place = fs::temp_directory_path() / ("isotrace-empty-" + std::to_string(getpid()));
  reports::Report report("A report");
  report.add_section("A section of nothing");
  report.add(empty);
  report.add_section("Words", "Some.");
  report.write(place);
  std::stringstream page;
  page << std::ifstream(place / "index.html").rdbuf();
  CHECK_FALSE(fs::exists(place / "empty.csv"));
  CHECK_THAT(page.str(), !Catch::Contains("nothing") && Catch::Contains("Words"));
  fs::remove_all(place);
}

TEST_CASE("a count is exact up to the greatest word", "[program]") {
  CHECK(parse_count("18446744073709551615") == 18446744073709551615ULL);
  CHECK(parse_count("1844674407370955161.5e1") == 18446744073709551615ULL);
  CHECK(parse_count("18446744073709551616") == std::nullopt);
  CHECK(parse_count("9007199254740993.000") == 9007199254740993ULL);
  CHECK(parse_count("1e19") == 10000000000000000000ULL);
  CHECK(parse_count("0e999999999999999999999") == 0);
  CHECK(parse_count("1e999999999999999999999") == std::nullopt);
  CHECK(parse_count("10e-9999999999999999999999") == std::nullopt);
  CHECK(parse_count("000000000000000000000000000012") == 12);
  CHECK(parse_count(".5e1") == 5);
  CHECK(parse_count("5.") == 5);
  for (const char* word : {"", "+", "-", ".", "e5", "-0", "--1", "++1", "1e", "1e+", "1..", "1 ",
                           " 1", "0x1", "1d2", "infinity", "nan"}) {
    CAPTURE(word);
    CHECK(parse_count(word) == std::nullopt);
  }
}
