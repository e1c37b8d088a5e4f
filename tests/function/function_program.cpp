// Functions on the command line.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <sstream>

#include "support/page.hpp"
#include "support/program.hpp"
#include "support/temporary_file.hpp"

using namespace isotrace::test;
using nlohmann::json;

namespace {

/// diag(1, …, n) with ones beside the diagonal, times a factor.
std::string matrix(int n, double factor) {
  std::ostringstream text;
  text << "%%MatrixMarket matrix coordinate real symmetric\n"
       << n << ' ' << n << ' ' << 2 * n - 1 << '\n';
  for (int i = 1; i <= n; ++i) {
    text << i << ' ' << i << ' ' << factor * (2 + i) << '\n';
    if (i < n) text << i + 1 << ' ' << i << ' ' << factor << '\n';
  }
  return text.str();
}

const TemporaryFile form(matrix(60, 1));
const TemporaryFile metric(matrix(60, 0.5));
const TemporaryFile near(matrix(60, 1.01));
const TemporaryFile negative(matrix(60, -1));

json estimate(std::vector<std::string> more) {
  std::vector<std::string> words{"estimate"};
  words.insert(words.end(), more.begin(), more.end());
  words.insert(words.end(), {"--json", "--quiet"});
  const auto run = run_isotrace(words);
  CAPTURE(run.err);
  REQUIRE(run.status == 0);
  return json::parse(run.out);
}

double exact(const std::vector<std::string>& more) {
  std::vector<std::string> words{"exact"};
  words.insert(words.end(), more.begin(), more.end());
  words.insert(words.end(), {"--json", "--quiet"});
  const auto run = run_isotrace(words);
  CAPTURE(run.err);
  REQUIRE(run.status == 0);
  return json::parse(run.out)["value"];
}

std::string refusal_of(const std::vector<std::string>& words) {
  const auto run = run_isotrace(words);
  CHECK(run.status == 2);
  CHECK(run.out.empty());
  CHECK(std::count(run.err.begin(), run.err.end(), '\n') == 1);
  return run.err;
}

}  // namespace

TEST_CASE(
    "estimate and exact agree on functions of a pencil, with steps and the error in the JSON") {
  const std::string A = form.path();
  const std::string V = metric.path();
  for (const std::string f : {"log", "exp", "inverse", "sqrt", "inverse-sqrt", "log1p", "sign",
                              "power:3", "power:0.5", "ratio:2", "step:10:3"}) {
    CAPTURE(f);
    for (const bool pencil : {false, true}) {
      std::vector<std::string> words{"trace", "--form", A, "--function", f};
      if (pencil) words.insert(words.end(), {"--metric", V});
      const double value = exact(words);
      words.insert(words.end(), {"--matvecs", "1000", "--confidence", "0.9999"});
      const json e = estimate(words);
      CHECK(e["quantity"] == "trace");
      CHECK(e["steps"] >= 1);
      CHECK(e["enclosed"].is_boolean());
      if (f == "sign" && e["interval"].is_null()) continue;  // its quadrature need not converge
      CHECK(e["interval"][0] <= value + 1e-9);
      CHECK(e["interval"][1] >= value - 1e-9);
      CHECK(e["quadrature_error"] >= 0);
      CHECK(e["matvecs"] <= 1000);
    }
  }
  const json fixed = estimate({"trace", "--form", A, "--function", "exp", "--steps", "7"});
  CHECK(fixed["steps"] == 7);
  CHECK(fixed["probes"] == 1000 / 7);
  const json kept =
      estimate({"trace", "--form", A, "--function", "log", "--steps", "9", "--reorthogonalise"});
  CHECK(kept["steps"] == 9);
}

TEST_CASE("estimate logdet, of a pencil and with a preconditioner") {
  const std::string A = form.path();
  const double value = exact({"logdet", "--form", A});
  const double pencil = exact({"logdet", "--form", A, "--metric", metric.path()});
  CHECK(pencil == Approx(60 * std::log(2.0)).epsilon(1e-12));
  const auto holds = [](const json& e, double exact) {
    CHECK(e["quantity"] == "log_determinant");
    CHECK(e["interval"][0] <= exact + 1e-9);
    CHECK(e["interval"][1] >= exact - 1e-9);
  };
  holds(estimate({"logdet", "--form", A}), value);
  holds(estimate({"logdet", "--form", A, "--metric", metric.path()}), pencil);
  const json near_it = estimate({"logdet", "--form", A, "--preconditioner", near.path()});
  holds(near_it, value);
  CHECK(near_it["value"] == Approx(value).epsilon(1e-9));
  holds(
      estimate({"logdet", "--form", A, "--preconditioner", near.path(), "--metric", metric.path()}),
      pencil);
}

TEST_CASE("functions that do not fit are refused with one line") {
  const std::string A = form.path();
  const std::string N = negative.path();
  CHECK_THAT(refusal_of({"estimate", "trace", "--form", A, "--function", "logs"}),
             Catch::Contains("--function: found the function 'logs'"));
  CHECK_THAT(refusal_of({"estimate", "trace", "--form", A, "--steps", "5"}),
             Catch::Contains("--steps: found without --function"));
  CHECK_THAT(refusal_of({"estimate", "trace", "--endomorphism", A, "--function", "exp"}),
             Catch::Contains("--endomorphism"));
  CHECK_THAT(refusal_of({"estimate", "trace", "--form", N, "--function", "log"}),
             Catch::Contains("eigenvalue -") && Catch::Contains("log"));
  CHECK_THAT(refusal_of({"exact", "trace", "--form", N, "--function", "sqrt"}),
             Catch::Contains("eigenvalue -") && Catch::Contains("sqrt"));
  CHECK_THAT(refusal_of({"exact", "trace", "--form", A, "--function", "power:"}),
             Catch::Contains("--function"));
  CHECK_THAT(refusal_of({"estimate", "trace", "--form", A, "--function", "log", "--lower-bound",
                         "2", "--upper-bound", "1"}),
             Catch::Contains("--lower-bound"));
  CHECK_THAT(refusal_of({"estimate", "trace", "--form", A, "--function", "log", "--checkpoint",
                         "run.ckpt"}),
             Catch::Contains("--checkpoint"));
  CHECK_THAT(refusal_of({"estimate", "logdet"}), Catch::Contains("--form"));
}

TEST_CASE("density prints a histogram whose integral is n, and draws it beside the exact one") {
  const TemporaryDirectory place;
  const auto run = run_isotrace({"density", "--form", form.path(), "--metric", metric.path(),
                                 "--matvecs", "2000", "--steps", "30", "--json", "--quiet",
                                 "--report", (place / "report").string()});
  CAPTURE(run.err);
  REQUIRE(run.status == 0);
  const json d = json::parse(run.out);
  CHECK(d["n"] == 60);
  CHECK(d["edges"].size() == 61);
  CHECK(d["matvecs"] == 1980);
  double sum = 0;
  for (std::size_t b = 0; b < 60; ++b) {
    sum += double(d["density"][b]) * (double(d["edges"][b + 1]) - double(d["edges"][b]));
    CHECK(d["low"][b] <= d["density"][b]);
    CHECK(d["density"][b] <= d["high"][b]);
  }
  CHECK(sum == Approx(60).epsilon(1e-10));
  CHECK_THAT(text_of(place / "report/index.html"), Catch::Contains("exact"));
  CHECK(std::filesystem::file_size(place / "report/density.png") > 1000);
  const auto text = run_isotrace({"density", "--form", form.path(), "--bins", "8"});
  CHECK(text.status == 0);
  CHECK_THAT(text.out, Catch::Contains("60 eigenvalues, smoothed by a Gaussian of width"));
  CHECK(refusal_of({"density", "--form", form.path(), "--steps", "60", "--matvecs", "100"})
            .find("4 or more") != std::string::npos);
  CHECK_THAT(refusal_of({"density"}), Catch::Contains("--form"));
}
