#include <catch2/catch.hpp>
#include <converge/captions.hpp>
#include <converge/convergence_report.hpp>
#include <nlohmann/json.hpp>
#include <support/page.hpp>
#include <support/program.hpp>

using namespace isotrace;
using namespace isotrace::program;
using isotrace::test::count_of;
using isotrace::test::page_of;
using isotrace::test::run_isotrace;
using isotrace::test::TemporaryDirectory;

namespace {

LawCurve curve(std::string law, double constant) {
  return {.law = std::move(law),
          .runs = 200,
          .probes = {8, 16},
          .rms = {constant / 3, constant / 4},
          .rms_low = {constant / 4, constant / 5},
          .rms_high = {constant / 2, constant / 3},
          .predicted = constant,
          .fit = PowerFit{.slope = -0.48122,
                          .slope_interval = {-0.5083, -0.45413},
                          .constant = constant,
                          .constant_interval = {0.9 * constant, 1.1 * constant}}};
}

CaseResult a_case() {
  return {.info = {"small", "A small case", "What it is."},
          .n = 161,
          .trace = 2,
          .laws = {curve("sphere", 0.1), curve("ball", 0.101), curve("gaussian", 0.181),
                   curve("signs", 0.098), curve("frame", 0.0931)}};
}

}  // namespace

TEST_CASE("a caption says which laws lie on the sphere's line, why, and which do not",
          "[converge]") {
  const std::string caption = convergence_caption(a_case());
  CHECK_THAT(caption, Catch::Contains("over 200 runs"));
  CHECK_THAT(caption, Catch::Contains("Sphere, ball and signs lie on one line, at most 2.0 % from "
                                      "the sphere's: a ball probe is"));
  CHECK_THAT(caption, Catch::Contains("signs fix the length"));
  CHECK_THAT(caption, Catch::Contains("gaussian 81 % above, as its length varies too; frame 7 % "
                                      "below."));
}

TEST_CASE("a caption over ℂ has the reason of real signs there", "[converge]") {
  CaseResult result = a_case();
  result.field = Field::complex;
  result.laws.push_back(curve("phases", 0.099));
  const std::string caption = convergence_caption(result);
  CHECK_THAT(caption, Catch::Contains("Sphere, ball, signs and phases lie on one line"));
  CHECK_THAT(caption, Catch::Contains("outside its symmetric part"));
}

TEST_CASE("where the sphere's error is zero to rounding nothing is said to lie on its line",
          "[converge]") {
  CaseResult result = a_case();
  result.laws[0].fit.reset();
  CHECK_THAT(convergence_caption(result), !Catch::Contains("line,"));
}

TEST_CASE("where no law lies on the sphere's line the caption names the others' distance",
          "[converge]") {
  CaseResult result = a_case();
  result.laws = {curve("sphere", 0.1), curve("gaussian", 0.2)};
  const std::string caption = convergence_caption(result);
  CHECK_THAT(caption, !Catch::Contains("one line"));
  CHECK_THAT(caption, Catch::Contains("gaussian 100 % above"));
}

TEST_CASE("the agreement counts the intervals that hold what they should", "[converge]") {
  CaseResult result = a_case();
  result.laws[0].fit->slope_interval = {-0.49, -0.45};
  result.laws[1].fit->constant_interval = {0.11, 0.12};
  result.laws[2].fit->constant_interval = {0.11, 0.12};
  result.laws[4].fit.reset();
  CHECK_THAT(agreement({result}),
             Catch::Contains("3 of 4 slopes hold −1/2") && Catch::Contains("and 2 of 4 constants"));
}

TEST_CASE("a convergence report opens with its verdict and ends with how it was measured",
          "[converge]") {
  const std::string page = page_of(convergence_report({.cases = {a_case()}}));
  const auto verdict = page.find("<p class=\"verdict\">Measured errors fall as 1/√N: 5 of 5 ");
  REQUIRE(verdict != std::string::npos);
  CHECK(verdict < page.find("<h2"));
  const auto last = page.rfind("<h2>How it was measured</h2>");
  REQUIRE(last != std::string::npos);
  CHECK(page.rfind("</svg>") < last);
  CHECK(page.rfind("</table>") < last);
  CHECK(last < page.find("least squares"));
  CHECK(last < page.find("jackknife"));
}

TEST_CASE("the captions stand below their pictures", "[converge]") {
  const std::string page = page_of(convergence_report({.cases = {a_case()}}));
  const auto caption = page.find("<p>Points: root-mean-square (RMS) errors");
  const auto ratios = page.find("<p>The same errors over their exact values");
  REQUIRE(ratios != std::string::npos);
  CHECK(page.find("</svg>") < caption);
  CHECK(caption < ratios);
}

TEST_CASE("no interval on the page is split into cells", "[converge]") {
  const std::string page = page_of(convergence_report({.cases = {a_case()}}));
  CHECK(count_of(page, "data-column=\"slope\">−0.481 <span>[−0.508, −0.454]</span></td>") == 5);
  CHECK(count_of(page, "data-column=\"constant\">0.100 <span>[0.090, 0.110]</span></td>") == 1);
  CHECK(count_of(page, ", low") == 0);
  CHECK(count_of(page, ", high") == 0);
}

TEST_CASE("with the battery the theorems and errata stand before the pictures", "[converge]") {
  ConvergeResult result{.cases = {a_case()}};
  result.battery = verify::run({.only = {"2.1"}});
  const std::string page = page_of(convergence_report(result));
  std::size_t before = 0;
  for (const char* part :
       {"<p class=\"verdict good\">✓ Passed: 1 of 16 statements", "The paper&#39;s statements",
        "The paper&#39;s errata", "Measured errors fall as 1/√N", "<h2>A small case</h2>", "<svg ",
        "Fitted slope and constant", "<h2>How it was measured</h2>"}) {
    CAPTURE(part);
    const auto at = page.find(part);
    REQUIRE(at != std::string::npos);
    CHECK(before < at);
    before = at;
  }
}

TEST_CASE("converge --verify checks the theorems too, as verify does", "[program]") {
  const TemporaryDirectory place;
  std::ofstream(place / "a.mtx") << "%%MatrixMarket matrix coordinate real general\n"
                                    "3 3 3\n1 1 1\n2 2 2\n3 3 4\n";
  const std::string form = place / "a.mtx";
  const std::string report = place / "report";
  const std::vector<std::string> converge{"converge", "--form", form,     "--report", report,
                                          "--quiet",  "--json", "--seed", "2"};
  std::vector<std::string> both = converge;
  both.emplace_back("--verify");
  const auto run = run_isotrace(both);
  REQUIRE(run.status == 0);
  auto json = nlohmann::json::parse(run.out);
  const auto verification = json["verification"];
  CHECK(verification ==
        nlohmann::json::parse(run_isotrace({"verify", "--seed", "2", "--quiet", "--json"}).out));
  CHECK_THAT(test::text_of(place / "report/index.html"),
             Catch::Contains("<p class=\"verdict good\">✓ Passed: all 16 statements"));

  json.erase("verification");
  json.erase("seconds");
  auto alone = nlohmann::json::parse(run_isotrace(converge).out);
  alone.erase("seconds");
  CHECK(json == alone);
  CHECK_THAT(test::text_of(place / "report/index.html"), !Catch::Contains("The theorems"));
}

TEST_CASE("converge --verify goes with no other study", "[program]") {
  for (const char* study : {"--coverage", "--reference-matrices"}) {
    const auto run = run_isotrace({"converge", "--verify", study});
    CHECK(run.status == 2);
    CHECK(run.out.empty());
    CHECK_THAT(run.err, Catch::Contains("--verify") && Catch::Contains(study));
    CHECK(count_of(run.err, "\n") == 1);
  }
}
