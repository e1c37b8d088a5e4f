// The reports of isotrace train and of the study of descent, and runs with several seeds.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <sstream>

#include <descent/descent_study.hpp>

#include "support/page.hpp"
#include "support/program.hpp"
#include "support/random_matrix.hpp"
#include "support/temporary_file.hpp"

using namespace isotrace;
using namespace isotrace::test;
using nlohmann::json;

namespace {

std::string rows_of_two() {
  const RowMatrix<double> noise = random_matrix<double>(2, 60, 1);
  std::ostringstream text;
  text << "x,y,kind\n";
  for (Index j = 0; j < 60; ++j) {
    text << noise(0, j) + static_cast<double>(j % 2) << ',' << 50 * noise(1, j) << ','
         << (j % 2 ? "a\n" : "b\n");
  }
  return text.str();
}

const TemporaryFile two(rows_of_two());

ProgramRun train(std::vector<std::string> more) {
  std::vector<std::string> words{"train", "--data",  two.path(), "--label",
                                 "kind",  "--quiet", "--epochs", "6"};
  words.insert(words.end(), more.begin(), more.end());
  return run_isotrace(words);
}

}  // namespace

TEST_CASE("train with several seeds prints medians and ranges, and all runs as JSON") {
  const auto result = json::parse(train({"--json", "--seeds", "3", "--seed", "5"}).out);
  REQUIRE(result.size() == 4);
  for (const auto& one : result) {
    REQUIRE(one["runs"].size() == 3);
    CHECK(one["seed"] == 5);
    CHECK(one["loss"] == one["runs"][0]["loss"]);
    CHECK(one["runs"][2]["seed"] == 7);
    CHECK(one["runs"][0]["loss"] != one["runs"][1]["loss"]);
  }
  CHECK(result[0]["runs"][1]["to_euclidean"]["epochs"] >= 1);
  const auto alone = json::parse(train({"--json", "--seed", "7"}).out);
  CHECK(alone[3]["loss"] == result[3]["runs"][2]["loss"]);
  const auto text = train({"--seeds", "3"}).out;
  CHECK_THAT(text, Catch::Contains("epochs to the Euclidean best") && Catch::Contains(" ["));
  CHECK(count_of(text, "\n") >= 6);
}

TEST_CASE("the report of train has its plots, tables and files") {
  const TemporaryDirectory place;
  const auto run = train({"--report", place / "report", "--seeds", "2"});
  CAPTURE(run.err);
  REQUIRE(run.status == 0);
  const std::string page = text_of(place / "report/index.html");
  CHECK(count_of(page, "<table") == 2);
  CHECK_THAT(page,
             Catch::Contains("48 rows to train with") && Catch::Contains("medians of 2 seeds"));
  for (const char* file :
       {"report/training-loss-epochs.png", "report/training-loss-products.svg",
        "report/training-loss-seconds.csv", "report/training-accuracy-seconds.png",
        "report/runs.csv", "report/comparison.csv"}) {
    CAPTURE(file);
    CHECK(std::filesystem::file_size(place / file) > 100);
  }
  CHECK(count_of(text_of(place / "report/runs.csv"), "\n") == 9);
  CHECK(text_of(place / "report/runs.csv").find("nan") == std::string::npos);
}

TEST_CASE("options of a report and of several seeds are refused before any work") {
  CHECK_THAT(train({"--report", (two.path() / "report").string()}).err,
             Catch::Contains("--report") || Catch::Contains(two.path().string()));
  CHECK_THAT(run_isotrace({"train", "--data", two.path(), "--label", "kind", "--epochs", "0",
                           "--report", "somewhere"})
                 .err,
             Catch::Contains("--report: found beside --epochs 0"));
  CHECK_THAT(train({"--save", "m.json", "--metric", "kfac", "--seeds", "2"}).err,
             Catch::Contains("--save: found beside --seeds 2"));
  CHECK_FALSE(std::filesystem::exists("m.json"));
}

TEST_CASE("a run that diverges at once leaves no report, and says so") {
  const TemporaryDirectory place;
  const auto run =
      train({"--report", place / "report", "--metric", "euclidean", "--step", "1e200"});
  CHECK(run.status == 1);
  CHECK_THAT(run.err, Catch::Contains("--report: not written"));
  CHECK_FALSE(std::filesystem::exists(place / "report"));
}

TEST_CASE("the study of descent compares all curves and examines the trained model") {
  const TemporaryDirectory place;
  const auto study = program::descent_study(
      {.only = {"scaled"}, .seeds = 2, .epochs = 3, .threads = 2, .report = place / "report"});
  const auto result = json::parse(to_json(study));
  REQUIRE(result["tasks"].size() == 1);
  REQUIRE(result["tasks"][0]["curves"].size() == 8);
  for (const auto& curve : result["tasks"][0]["curves"]) {
    CHECK(curve["runs"].size() == 2);
    CHECK(curve["runs"][0]["loss"] > 0);
  }
  CHECK(result["traces"].size() == 8);
  CHECK(result["responses"].size() == 1);
  CHECK(result["status"] == "completed");
  const std::string page = text_of(place / "report/index.html");
  for (const char* part : {"a badly scaled logistic model", "Traces of the trained models",
                           "Average against maximum", "scaled-runs.csv"}) {
    CHECK_THAT(page, Catch::Contains(part));
  }
  CHECK(page.find("nan") == std::string::npos);
  CHECK_THAT(text_of(study), Catch::Contains("kfac, quadratic") && Catch::Contains("xtrace"));
}
