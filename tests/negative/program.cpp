#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include <support/program.hpp>
#include <support/temporary_file.hpp>

using Catch::Contains;
using isotrace::test::ProgramRun;
using isotrace::test::run_isotrace;
using isotrace::test::TemporaryFile;

namespace {

const TemporaryFile square(
    "%%MatrixMarket matrix coordinate real general\n3 3 3\n1 1 1\n2 2 2\n3 3 3\n");
const TemporaryFile indefinite(
    "%%MatrixMarket matrix coordinate real symmetric\n3 3 3\n1 1 1\n2 2 -2\n3 3 3\n");
const TemporaryFile unsymmetric(
    "%%MatrixMarket matrix coordinate real general\n3 3 4\n1 1 1\n2 2 2\n3 3 3\n1 2 0.5\n");
const TemporaryFile small("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n2 2 2\n");
const TemporaryFile oblong("%%MatrixMarket matrix array real general\n2 3\n1\n2\n3\n4\n5\n6\n");
const TemporaryFile complex_file(
    "%%MatrixMarket matrix coordinate complex general\n3 3 1\n1 1 1 2\n");
const TemporaryFile truncated("%%MatrixMarket matrix coordinate real general\n3 3 3\n1 1 1\n");

/// Exit status 2, nothing on standard output, and one line on standard error that holds `says`.
void check_refused(const std::vector<std::string>& arguments, const std::string& says) {
  const ProgramRun run = run_isotrace(arguments);
  CAPTURE(arguments, run.err);
  CHECK(run.status == 2);
  CHECK(run.out.empty());
  CHECK(std::count(run.err.begin(), run.err.end(), '\n') == 1);
  CHECK(run.err.back() == '\n');
  CHECK_THAT(run.err, Contains(says));
}

std::vector<std::string> trace_with(std::vector<std::string> more) {
  std::vector<std::string> line{"estimate", "trace", "--form", square.path()};
  line.insert(line.end(), more.begin(), more.end());
  return line;
}

}  // namespace

TEST_CASE("wrong usage is one line and status 2", "[program]") {
  check_refused({}, "subcommand");
  check_refused({"estimates"}, "estimates");
  check_refused({"estimate"}, "subcommand");
  check_refused({"estimate", "trace"}, "--form");
  check_refused({"estimate", "frobenius"}, "--map");
  check_refused({"estimate", "riesz"}, "--metric");
  check_refused(trace_with({"--no-such-option"}), "--no-such-option");
  check_refused(trace_with({"--seed"}), "--seed");
  check_refused(trace_with({"--seed", "-1"}), "--seed: found -1, expected a number of at least 0");
  check_refused(trace_with({"--seed", "abc"}), "--seed");
  check_refused(trace_with({"--endomorphism", square.path()}), "--endomorphism");
  check_refused({"converge", "--metric", square.path()}, "--metric");
  check_refused({"converge", "--coverage", "--form", square.path()}, "--coverage");
  check_refused({"converge", "--reference-matrices", "--metric", square.path()},
                "--reference-matrices");
  check_refused({"converge", "--reference-matrices", "--coverage"}, "--coverage");
  check_refused({"converge", "--seeds", "10"}, "--coverage");
  check_refused({"verify", "--only", "9.9"}, "9.9");
}

TEST_CASE("options on the command line outside their range are named", "[program]") {
  check_refused(trace_with({"--matvecs", "0"}), "matvecs must be at least 1, found 0");
  check_refused(trace_with({"--matvecs", "-5"}), "-5");
  check_refused(trace_with({"--matvecs", "1.5"}), "1.5");
  check_refused(trace_with({"--confidence", "1"}),
                "confidence must lie strictly between 0 and 1, found 1");
  check_refused(trace_with({"--probe", "cube"}), "cube");
  check_refused(trace_with({"--probe", "phases"}), "--probe: phases need a complex problem");
  check_refused(trace_with({"--probe", "signs", "--normalised"}), "--normalised: ");
  check_refused(trace_with({"--probe", "frame", "--frame-size", "4"}),
                "--frame-size: a frame in dimension 3 has 1 to 3 columns, not 4");
  check_refused(trace_with({"--frame-size", "2"}), "--frame-size");
  check_refused(trace_with({"--estimator", "magic"}), "magic");
  check_refused(trace_with({"--threads", "0"}), "--threads");
  check_refused(trace_with({"--block", "0"}), "--block");
  check_refused(trace_with({"--field", "quaternion"}), "quaternion");
  check_refused(trace_with({"--precision", "half"}), "half");
  check_refused({"verify", "--alpha", "0"}, "alpha must lie in (0, 1), found 0");
  check_refused({"verify", "--only", ","}, "--only");
  check_refused({"verify", "--size", "3", "--report", "x"}, "--report");
  check_refused(trace_with({"--form-scale", "nan"}), "--form-scale: found nan");
  check_refused(trace_with({"--metric-scale", "0"}), "--metric-scale: found 0");
  check_refused(trace_with({"--memory", "0"}), "--memory: found 0");
  check_refused({"verify", "--alpha", "1.5"}, "alpha must lie in (0, 1), found 1.5");
  check_refused({"verify", "--probes", "3"}, "1024 probes are needed, found 3");
  check_refused({"bench", "--only", "dense,fast"},
                "--only: found fast, expected the beginning of a case's name, such as dense");
  check_refused({"bench", "--only", ","}, "--only");
  check_refused({"converge", "--coverage", "--seeds", "1"}, "--seeds: found 1");
  check_refused({"bench", "--threads", "0"}, "--threads");
}

TEST_CASE("methods and tolerances that do not fit are named", "[program]") {
  check_refused(trace_with({"--tolerance", "0.1", "--matvecs", "10"}), "--matvecs");
  check_refused(trace_with({"--absolute-tolerance", "0.1", "--matvecs", "10"}), "--matvecs");
  check_refused(trace_with({"--tolerance", "0"}), "--tolerance: found 0");
  check_refused(trace_with({"--absolute-tolerance", "-2"}), "--absolute-tolerance: found -2");
  check_refused(trace_with({"--tolerance", "nan"}), "--tolerance: found nan");
  check_refused(trace_with({"--max-matvecs", "10"}), "--max-matvecs");
  check_refused(trace_with({"--tolerance", "0.1", "--max-matvecs", "0"}), "--max-matvecs: found 0");
  check_refused(trace_with({"--estimator", "xtrace", "--probe", "frame", "--matvecs", "2"}),
                "xtrace needs independent probes, found a frame of 3 columns");
  check_refused(trace_with({"--estimator", "hutchpp", "--matvecs", "2"}),
                "2 matvecs do not pay for hutchpp, which needs at least 3");
  check_refused({"estimate", "trace", "--form", unsymmetric.path(), "--estimator", "xnystrace",
                 "--matvecs", "2"},
                "--estimator xnystrace: the operator is not Hermitian");
  check_refused({"estimate", "riesz", "--metric", square.path(), "--estimator", "xtrace"},
                "--estimator: found xtrace, expected hutchinson for riesz");
  check_refused({"estimate", "riesz", "--metric", square.path(), "--tolerance", "0.1"},
                "--tolerance: found with riesz");
}

TEST_CASE("an unusable file is named", "[program]") {
  check_refused({"estimate", "trace", "--form", "no/such/file.mtx"}, "no/such/file.mtx");
  check_refused({"exact", "trace", "--form", truncated.path()}, truncated.path().string() + ":");
  check_refused({"estimate", "trace", "--form", oblong.path()}, oblong.path().string());
  check_refused(trace_with({"--metric", small.path()}), small.path().string());
  check_refused(trace_with({"--metric", indefinite.path()}), indefinite.path().string());
  check_refused(trace_with({"--metric", unsymmetric.path()}), unsymmetric.path().string());
  check_refused({"estimate", "trace", "--form", complex_file.path(), "--field", "real"},
                complex_file.path().string());
  check_refused({"estimate", "frobenius", "--map", oblong.path(), "--domain", small.path()},
                small.path().string());
  check_refused({"estimate", "frobenius", "--map", oblong.path(), "--with", square.path()},
                square.path().string());
  check_refused({"estimate", "riesz", "--metric", square.path(), "--probe", "signs"}, "--probe: ");
  check_refused({"estimate", "riesz", "--metric", square.path(), "--memory", "10"}, "--memory: ");
  check_refused({"converge", "--form", truncated.path()}, truncated.path().string());
}

TEST_CASE("after bad input nothing has been written", "[program]") {
  namespace fs = std::filesystem;
  const fs::path directory = fs::path(square.path()).replace_extension("none");
  check_refused({"converge", "--form", truncated.path(), "--report", directory},
                truncated.path().string());
  CHECK_FALSE(fs::exists(directory));
  check_refused({"verify", "--only", "2.1", "--report", square.path()}, square.path().string());
  check_refused({"bench", "--only", "small", "--report", square.path()}, square.path().string());
  check_refused({"bench", "--only", "fast", "--report", directory}, "fast");
  CHECK_FALSE(fs::exists(directory));
}
