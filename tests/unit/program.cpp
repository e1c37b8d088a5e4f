#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include <cli/complex_text.hpp>
#include <isotrace/core/version.hpp>
#include <support/gzip.hpp>
#include <support/program.hpp>
#include <support/temporary_file.hpp>

using isotrace::test::ProgramRun;
using isotrace::test::run_isotrace;
using isotrace::test::TemporaryFile;
using nlohmann::json;

namespace {

const TemporaryFile form(
    "%%MatrixMarket matrix coordinate real general\n"
    "3 3 5\n1 1 1\n2 2 2\n3 3 3\n1 2 4\n3 1 -2\n");
const TemporaryFile metric(
    "%%MatrixMarket matrix coordinate real symmetric\n3 3 4\n1 1 2\n2 2 4\n3 3 8\n2 1 1\n");
const TemporaryFile hermitian(
    "%%MatrixMarket matrix array complex hermitian\n3 3\n2 0\n0 1\n0 0\n3 0\n0 0\n4 0\n");
const TemporaryFile map("%%MatrixMarket matrix array real general\n2 3\n1\n2\n3\n4\n5\n6\n");

json run_json(std::vector<std::string> arguments) {
  arguments.emplace_back("--json");
  const ProgramRun run = run_isotrace(arguments);
  CAPTURE(run.err);
  REQUIRE(run.status == 0);
  REQUIRE(run.err.empty());
  REQUIRE(run.out.back() == '\n');
  return json::parse(run.out);
}

// V⁻¹ = [4 −1; −1 2]/7 ⊕ 1/8, so tr(V⁻¹A) = (4·1 − 1·0 + 2·2 − 1·4)/7 + 3/8.
constexpr double trace = 4.0 / 7.0 + 3.0 / 8.0;

}  // namespace

TEST_CASE("estimate trace prints every key of its contract, and the trace", "[program]") {
  const json j = run_json({"estimate", "trace", "--form", form.path(), "--metric", metric.path(),
                           "--matvecs", "5000", "--seed", "3"});
  for (const char* key :
       {"quantity", "value", "standard_error", "confidence", "interval", "status", "matvecs",
        "probes", "estimator", "method", "probe", "n", "field", "seed", "threads", "seconds"}) {
    CHECK(j.contains(key));
  }
  CHECK(j.size() == 16);
  CHECK(j["quantity"] == "trace");
  CHECK(j["status"] == "completed");
  CHECK(j["matvecs"] == 5000);
  CHECK(j["probes"] == 5000);
  CHECK(j["estimator"] == "hutchinson");
  CHECK(j["probe"] == "sphere");
  CHECK(j["n"] == 3);
  CHECK(j["field"] == "real");
  CHECK(j["seed"] == 3);
  CHECK(std::abs(j["value"].get<double>() - trace) < 4 * j["standard_error"].get<double>());
}

TEST_CASE("exact trace prints the trace and a variance a probe", "[program]") {
  const json j = run_json({"exact", "trace", "--form", form.path(), "--metric", metric.path()});
  CHECK(j["value"].get<double>() == Approx(trace));
  CHECK(j["variance"].size() == 5);
  CHECK(j["variance"]["gaussian"].get<double>() > j["variance"]["sphere"].get<double>());
  CHECK(j["variance"]["frame"].get<double>() == Approx(0.0).margin(1e-12));  // 3 columns of 3
}

TEST_CASE("two runs with one seed differ in nothing but the clock", "[program]") {
  const std::vector<std::string> line{"estimate",  "trace",    "--form",
                                      form.path(), "--metric", metric.path()};
  json one = run_json(line);
  std::vector<std::string> on_one_thread = line;
  on_one_thread.insert(on_one_thread.end(), {"--threads", "1"});
  json two = run_json(on_one_thread);
  for (json* j : {&one, &two}) {
    j->erase("seconds");
    j->erase("threads");
  }
  CHECK(one == two);
}

TEST_CASE("scales multiply the form and the metric", "[program]") {
  const json j = run_json({"exact", "trace", "--form", form.path(), "--metric", metric.path(),
                           "--form-scale", "-3", "--metric-scale", "2"});
  CHECK(j["value"].get<double>() == Approx(-1.5 * trace));
}

TEST_CASE("a complex metric makes a complex problem", "[program]") {
  const json j = run_json({"estimate", "trace", "--form", form.path(), "--metric", hermitian.path(),
                           "--probe", "phases"});
  CHECK(j["field"] == "complex");
  CHECK(j["value"].contains("re"));
  CHECK(j["value"].contains("im"));
  CHECK(j["interval"]["re"].size() == 2);
  CHECK(j["interval"]["im"].size() == 2);
  const json e = run_json({"exact", "trace", "--form", form.path(), "--metric", hermitian.path()});
  CHECK(e["variance"].contains("phases"));
}

TEST_CASE("the option --field complex promotes a real problem", "[program]") {
  const json j = run_json(
      {"exact", "trace", "--form", form.path(), "--metric", metric.path(), "--field", "complex"});
  CHECK(j["value"]["re"].get<double>() == Approx(trace));
  CHECK(j["value"]["im"].get<double>() == Approx(0.0).margin(1e-15));
}

TEST_CASE("the trace of an endomorphism is its trace in any metric", "[program]") {
  const json j =
      run_json({"exact", "trace", "--endomorphism", form.path(), "--metric", metric.path()});
  CHECK(j["value"].get<double>() == Approx(6.0));
}

TEST_CASE("frobenius is a norm, or with a second map an inner product", "[program]") {
  const json norm = run_json({"exact", "frobenius", "--map", map.path()});
  CHECK(norm["quantity"] == "norm");
  CHECK(norm["value"].get<double>() == Approx(std::sqrt(91.0)));
  CHECK_FALSE(norm.contains("variance"));
  const json product = run_json({"exact", "frobenius", "--map", map.path(), "--with", map.path()});
  CHECK(product["quantity"] == "inner_product");
  CHECK(product["value"].get<double>() == Approx(91.0));
  const json in_metric = run_json({"estimate", "frobenius", "--map", map.path(), "--domain",
                                   metric.path(), "--matvecs", "20000"});
  const json exact_in_metric =
      run_json({"exact", "frobenius", "--map", map.path(), "--domain", metric.path()});
  CHECK(std::abs(in_metric["value"].get<double>() - exact_in_metric["value"].get<double>()) <
        4 * in_metric["standard_error"].get<double>());
}

TEST_CASE("riesz prints the measured and the expected error", "[program]") {
  const json j = run_json({"estimate", "riesz", "--metric", metric.path(), "--matvecs", "600"});
  CHECK(j["quantity"] == "riesz");
  CHECK(j["expected"].get<double>() == Approx(std::sqrt(3.0 * 2.0 / 600.0)));
  CHECK(j["value"].get<double>() < 4 * j["expected"].get<double>());
  CHECK(j["standard_error"].is_null());
  const json frame = run_json(
      {"estimate", "riesz", "--metric", metric.path(), "--matvecs", "3", "--probe", "frame"});
  CHECK(frame["expected"] == 0.0);
  CHECK(frame["value"].get<double>() < 1e-14);
}

TEST_CASE("frames are whole, of 16 columns or n by default", "[program]") {
  const json j =
      run_json({"estimate", "trace", "--form", form.path(), "--probe", "frame", "--matvecs", "10"});
  CHECK(j["matvecs"] == 9);
  CHECK(j["value"].get<double>() == Approx(6.0));
  const json two = run_json({"estimate", "trace", "--form", form.path(), "--probe", "frame",
                             "--frame-size", "2", "--matvecs", "11"});
  CHECK(two["matvecs"] == 10);
}

TEST_CASE("one probe has null for what cannot be estimated", "[program]") {
  const json j = run_json({"estimate", "trace", "--form", form.path(), "--matvecs", "1"});
  CHECK(j["standard_error"].is_null());
  CHECK(j["interval"].is_null());
  CHECK(j["value"].is_number());
}

TEST_CASE("single precision agrees with double to its own rounding", "[program]") {
  const json d = run_json({"estimate", "trace", "--form", form.path(), "--metric", metric.path()});
  const json s = run_json({"estimate", "trace", "--form", form.path(), "--metric", metric.path(),
                           "--precision", "single"});
  CHECK(s["value"].get<double>() == Approx(d["value"].get<double>()).epsilon(1e-4));
  CHECK(s["value"] != d["value"]);
}

TEST_CASE("verify prints its checks and converge writes its report", "[program]") {
  const json j = run_json({"verify", "--only", "2.1", "--field", "real", "--quiet"});
  CHECK(j["passed"] == true);
  CHECK(j["alpha"] == 1e-4);
  CHECK(j["seed"] == 1);
  REQUIRE(!j["checks"].empty());
  for (const char* key : {"id", "field", "metric", "statement", "estimate", "exact", "p_value",
                          "rejected", "expected"}) {
    CHECK(j["checks"][0].contains(key));
  }

  namespace fs = std::filesystem;
  const fs::path directory = fs::path(form.path()).replace_extension("report");
  const json c = run_json({"converge", "--form", form.path(), "--metric", metric.path(), "--report",
                           directory, "--quiet"});
  CHECK(c["cases"].size() == 1);
  CHECK(fs::exists(directory / "index.html"));
  fs::remove_all(directory);
}

TEST_CASE("standard input is read for -, plain or compressed", "[program]") {
  const std::string text = "%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n4\n";
  for (const std::string& bytes : {text, isotrace::test::gzipped(text)}) {
    std::istringstream in(bytes);
    std::streambuf* const old = std::cin.rdbuf(in.rdbuf());
    const json j = run_json({"exact", "trace", "--form", "-"});
    std::cin.rdbuf(old);
    std::cin.clear();
    CHECK(j["value"] == 5.0);
  }
}

TEST_CASE("a compressed file is known by its content, whatever its name", "[program]") {
  const TemporaryFile compressed(isotrace::test::gzipped(
      "%%MatrixMarket matrix coordinate real general\n3 3 2\n1 1 4\n3 3 5\n"));
  const json j = run_json({"exact", "trace", "--form", compressed.path()});
  CHECK(j["value"] == 9.0);
}

TEST_CASE("numbers on the command line are decimal, with or without zeros before them",
          "[program]") {
  const auto trace = [](std::vector<std::string> more) {
    std::vector<std::string> line{"estimate", "trace", "--form", form.path()};
    line.insert(line.end(), more.begin(), more.end());
    return run_json(line);
  };
  for (const auto& [word, matvecs] : {std::pair{"0100", 100},
                                      {"08", 8},
                                      {"+9", 9},
                                      {"1e2", 100},
                                      {"1.50E3", 1500},
                                      {"00.7e1", 7},
                                      {"2000000000e-9", 2},
                                      {"1200e-2", 12}}) {
    CAPTURE(word);
    CHECK(trace({"--matvecs", word})["matvecs"] == matvecs);
  }
  CHECK(trace({"--seed", "010"})["seed"] == 10);
  CHECK(trace({"--seed", "18446744073709551615"})["seed"] == 18446744073709551615ULL);
  CHECK(trace({"--seed", "9007199254740993"})["seed"] == 9007199254740993ULL);
  CHECK(trace({"--confidence", "0.9"})["confidence"] == 0.9);
  CHECK(trace({"--confidence", "9e-1"})["confidence"] == 0.9);
}

TEST_CASE("seeds that differ in one bit give different estimates", "[program]") {
  std::set<double> values;
  for (int bit = -1; bit < 64; ++bit) {
    const std::uint64_t seed = 5 ^ (bit < 0 ? 0 : std::uint64_t{1} << bit);
    values.insert(run_json({"estimate", "trace", "--form", form.path(), "--matvecs", "20", "--seed",
                            std::to_string(seed)})["value"]
                      .get<double>());
  }
  CHECK(values.size() == 65);
}

TEST_CASE("an option's synonym means the same", "[program]") {
  const auto value = [](std::vector<std::string> more) {
    std::vector<std::string> line{"estimate", "trace", "--form", form.path()};
    line.insert(line.end(), more.begin(), more.end());
    json j = run_json(line);
    j.erase("seconds");
    return j;
  };
  CHECK(value({"--law", "signs"}) == value({"--probe", "signs"}));
  CHECK(value({"--method", "xtrace", "--matvecs", "2"}) ==
        value({"--estimator", "xtrace", "--matvecs", "2"}));
  CHECK(value({"--max-matvecs", "17"}) == value({"--matvecs", "17"}));
  CHECK(value({"--max-matvecs", "17"})["matvecs"] == 17);
}

TEST_CASE("more threads than processors are noted, unless it is to be quiet", "[program]") {
  const std::vector<std::string> line{"exact", "trace", "--form", form.path(), "--threads", "9999"};
  const ProgramRun run = run_isotrace(line);
  CHECK(run.status == 0);
  CHECK_THAT(run.err, Catch::StartsWith("isotrace: --threads: found 9999, of which ") &&
                          Catch::EndsWith(" are used, one a processor\n"));
  std::vector<std::string> quietly = line;
  quietly.emplace_back("--quiet");
  CHECK(run_isotrace(quietly).err.empty());
  quietly.back() = "--json";
  CHECK(json::parse(run_isotrace(quietly).out)["value"] == 6.0);
}

TEST_CASE("help of verify says what the battery cannot see", "[program]") {
  const std::string help = run_isotrace({"verify", "--help"}).out;
  CHECK_THAT(help, Catch::Contains("What it cannot see: ") && Catch::Contains("random stream") &&
                       Catch::Contains("variance that is wrong by 10 %"));
}

TEST_CASE("complex numbers are printed as 5 + 0i", "[program]") {
  const ProgramRun exact =
      run_isotrace({"exact", "trace", "--form", form.path(), "--field", "complex"});
  CHECK_THAT(exact.out, Catch::StartsWith("trace  6 + 0i\n"));
  const ProgramRun estimate = run_isotrace({"estimate", "trace", "--form", form.path(), "--field",
                                            "complex", "--method", "xtrace", "--matvecs", "3"});
  CHECK_THAT(estimate.out, Catch::StartsWith("trace  6 + 0i ± 0 (3 matvecs, exact)\n"));
  CHECK(isotrace::program::complex_text({5, -2.5}, 6) == "5 - 2.5i");
  CHECK(isotrace::program::complex_text({-1e-20, 0.125}, 3) == "-1e-20 + 0.125i");
}

TEST_CASE("the options --version and --help go to standard output with status 0", "[program]") {
  const ProgramRun version = run_isotrace({"--version"});
  CHECK(version.status == 0);
  CHECK(version.out == "isotrace " + std::string(isotrace::version) + "\n");
  for (const char* command : {"estimate", "exact", "verify", "converge", "train", "bench"}) {
    const ProgramRun help = run_isotrace({command, "--help"});
    CHECK(help.status == 0);
    CHECK(help.out.find(command) != std::string::npos);
    CHECK(help.err.empty());
  }
}

namespace {

/// diag(1, 1/4, 1/9, …), n = 60.
const TemporaryFile decaying([] {
  std::string text = "%%MatrixMarket matrix coordinate real general\n60 60 60\n";
  for (int k = 1; k <= 60; ++k) {
    const auto line = std::to_string(k);
    text += line + " " + line + " " + std::to_string(1.0 / (k * k)) + "\n";
  }
  return text;
}());

constexpr double decaying_trace = 1.6284;

}  // namespace

TEST_CASE("every estimator spends its budget and finds the trace", "[program]") {
  for (const char* method : {"hutchinson", "hutchpp", "na-hutchpp", "adaptive-hutchpp", "nystrompp",
                             "xtrace", "xnystrace", "auto"}) {
    CAPTURE(method);
    const json j = run_json(
        {"estimate", "trace", "--form", decaying.path(), "--estimator", method, "--matvecs", "40"});
    CHECK(j["estimator"] == method);
    CHECK(j["status"] == "completed");
    CHECK(j["matvecs"] <= 40);
    CHECK(j["matvecs"] >= 38);
    CHECK(j.size() == 16);
    CHECK(std::abs(j["value"].get<double>() - decaying_trace) <
          5 * j["standard_error"].get<double>() + 1e-4);
    if (method == std::string("hutchinson")) continue;
    const json all = run_json(
        {"estimate", "trace", "--form", form.path(), "--estimator", method, "--matvecs", "3"});
    CHECK(all["status"] == "exact");
    CHECK(all["value"] == 6.0);
    CHECK(all["standard_error"] == 0.0);
  }
}

TEST_CASE("a tolerance is reached, with status 0, or not, with status 1", "[program]") {
  const json j = run_json({"estimate", "trace", "--form", decaying.path(), "--tolerance", "0.02"});
  CHECK(j["estimator"] == "auto");
  CHECK((j["status"] == "converged" || j["status"] == "exact"));
  CHECK(std::abs(j["value"].get<double>() - decaying_trace) < 0.02 * decaying_trace);
  CHECK(j["interval"][1].get<double>() - j["interval"][0].get<double>() <
        0.04 * decaying_trace * 1.001);

  for (const char* option : {"--max-matvecs", "--matvecs"}) {
    const ProgramRun run =
        run_isotrace({"estimate", "trace", "--form", decaying.path(), "--estimator", "hutchinson",
                      "--tolerance", "1e-6", option, "200", "--json"});
    CHECK(run.status == 1);
    const json budget = json::parse(run.out);
    CHECK(budget["status"] == "budget");
    CHECK(budget["matvecs"] == 200);
    CHECK(budget["estimator"] == "hutchinson");
  }

  const json absolute = run_json({"estimate", "frobenius", "--map", decaying.path(),
                                  "--absolute-tolerance", "0.05", "--estimator", "xtrace"});
  CHECK((absolute["status"] == "converged" || absolute["status"] == "exact"));
  CHECK(absolute["quantity"] == "norm");
  CHECK(std::abs(absolute["value"].get<double>() - 1.0403) < 0.05);
}
