#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include <bench/bench.hpp>
#include <bench/cases.hpp>
#include <bench/tolerance_names.hpp>
#include <support/program.hpp>
#include <support/temporary_file.hpp>

using namespace isotrace::program;
using isotrace::Isa;
using isotrace::test::ProgramRun;
using isotrace::test::run_isotrace;
using nlohmann::json;

namespace {

BenchResult example() {
  BenchResult result;
  result.cases = {{"dense.apply.signs.1", "one product", {1.5, 1.25, 2, 3, 2, 7}, 1.05},
                  {"law.ball", "Boost's normal", {0.5, 0.25, 1, 1, 2, 7}, std::nullopt}};
  result.skipped = {"dense.apply.signs.2"};
  result.factorisations = {{"mass, ours", 0.5}};
  result.isa = "avx2";
  return result;
}

}  // namespace

TEST_CASE("every case of the contract is there, once", "[bench]") {
  std::set<std::string> names;
  for (const BenchCase& one : bench_cases(Isa::avx512)) names.insert(one.name);
  std::set<std::string> expected;
  for (const char* both :
       {"dense.apply.signs", "dense.apply.sphere", "dense.values.signs", "dense.values.sphere",
        "sparse.apply.signs", "sparse.values.signs", "sparse.values.sphere", "metric.mass.trace",
        "metric.mass.solve", "metric.stiffness.trace", "metric.factor.2d", "metric.factor.3d",
        "exact.selected.2d", "exact.selected.3d", "exact.euclidean", "sketch.xtrace",
        "sketch.hutchpp", "sketch.xnystrace", "sketch.sparse"}) {
    for (const char* threads : {".1", ".2"}) expected.insert(std::string(both) + threads);
  }
  for (const char* one :
       {"law.gaussian", "law.sphere", "law.signs", "law.ball", "law.phases", "stream.pieces",
        "small.many-probes", "small.one-call", "threads.dense", "threads.law", "input.read",
        "train.epoch", "slq.sparse.1", "slq.sparse.2", "slq.dense.1"}) {
    expected.insert(one);
  }
  for (const std::string& problem : tolerance_problems()) {
    for (const char* tolerance : {".1e-01", ".1e-02", ".1e-03"}) {
      expected.insert("tolerance." + problem + tolerance);
    }
  }
  CHECK(tolerance_problems().size() >= 20);
  CHECK(names == expected);
  CHECK(bench_cases(Isa::avx512).size() == expected.size());
}

TEST_CASE("the targets of the laws follow the instruction set", "[bench]") {
  const auto target = [](Isa isa) {
    for (const BenchCase& one : bench_cases(isa)) {
      if (one.name == "law.gaussian") return *one.target;
    }
    return 0.0;
  };
  CHECK(target(Isa::avx512) == Approx(1 / 5.0));
  CHECK(target(Isa::avx2) == Approx(1 / 3.5));
  CHECK(target(Isa::baseline) == Approx(1 / 1.8));
}

TEST_CASE("cases are selected by the beginnings of their names", "[bench]") {
  CHECK(selected_cases({}).size() == bench_cases().size());
  const auto cases = selected_cases({"metric.mass.solve", "law.s"});
  REQUIRE(cases.size() == 4);
  CHECK(cases[0].name == "metric.mass.solve.1");
  CHECK(cases[1].name == "metric.mass.solve.2");
  CHECK(cases[1].threads == 2);
  CHECK(cases[2].name == "law.sphere");
  CHECK(cases[3].name == "law.signs");
}

TEST_CASE("the text has a line a case, and says what was skipped", "[bench]") {
  const std::string text = text_of(example());
  CHECK_THAT(text,
             Catch::Contains(
                 "dense.apply.signs.1           1.5     1.25 –        2     1.05  one product\n"));
  CHECK_THAT(text, Catch::Contains("none  Boost's normal\n"));
  CHECK_THAT(text, Catch::Contains("factorisation, mass, ours: 0.5 s\n"));
  CHECK_THAT(text, Catch::Contains("skipped with 1 thread, they need 2: dense.apply.signs.2\n"));
}

TEST_CASE("the report holds the table, its picture and the numbers", "[bench]") {
  namespace fs = std::filesystem;
  const isotrace::test::TemporaryFile name("");
  const fs::path directory = fs::path(name.path()).replace_extension("report");
  write_report(example(), directory);
  for (const char* file : {"index.html", "bench.csv", "bench-ratios.svg", "bench-ratios.png"}) {
    CHECK(fs::exists(directory / file));
  }
  fs::remove_all(directory);
}

TEST_CASE("bench --json is one object with the keys of its contract", "[program]") {
  const ProgramRun run = run_isotrace({"bench", "--only", "small.one-call", "--json"});
  CHECK(run.status == 0);
  CHECK(run.err.empty());
  const json j = json::parse(run.out);
  REQUIRE(j["cases"].size() == 1);
  const json& one = j["cases"][0];
  for (const char* key : {"name", "ratio", "low", "high", "limit", "seconds", "limit_seconds"}) {
    CHECK(one.contains(key));
  }
  CHECK(one["name"] == "small.one-call");
  CHECK(one["limit"] == "1 µs");
  CHECK(one["low"] <= one["ratio"]);
  CHECK(one["ratio"] <= one["high"]);
  CHECK(j["status"] == "completed");
  CHECK(j["skipped"].empty());
}

TEST_CASE("on one thread the cases that need two are skipped by name", "[program]") {
  const ProgramRun run = run_isotrace({"bench", "--only", "threads", "--threads", "1", "--json"});
  CHECK(run.status == 0);
  const json j = json::parse(run.out);
  CHECK(j["cases"].empty());
  CHECK(j["skipped"] == json({"threads.dense", "threads.law"}));
}

TEST_CASE("a bench that is stopped keeps what it has and begins nothing", "[bench]") {
  const std::atomic<bool> stop = true;
  BenchOptions options;
  options.only = {"law"};
  options.stop = &stop;
  const BenchResult result = bench(options);
  CHECK(result.interrupted);
  CHECK(result.cases.empty());
  CHECK(json::parse(to_json(result))["status"] == "interrupted");
}
