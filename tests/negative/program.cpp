#include <algorithm>
#include <catch2/catch.hpp>
#include <cerrno>
#include <filesystem>
#include <sstream>

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

TEST_CASE("bad input is one line, with more threads than there are too", "[program]") {
  check_refused({"exact", "trace", "--form", truncated.path(), "--threads", "9999"},
                "expected entry 2 of 3");
}

TEST_CASE("wrong usage is one line and status 2", "[program]") {
  check_refused({},
                "found no command after isotrace, expected estimate, exact, verify, converge, "
                "train, density or bench");
  check_refused({"estimates"},
                "found estimates, expected estimate, exact, verify, converge, "
                "train, density or bench; the nearest is estimate");
  check_refused({"estimate"}, "expected trace, frobenius, riesz or logdet");
  check_refused({"exact", "riesz"}, "found riesz, expected trace, frobenius, logdet or diagonal");
  check_refused({"estimate", "trace"}, "--form: found none, expected --form or --endomorphism");
  check_refused({"estimate", "frobenius"}, "--map: found none, expected T.mtx");
  check_refused({"estimate", "riesz"}, "--metric: found none, expected V.mtx");
  check_refused(trace_with({"--seed", "abc"}), "--seed: found abc, expected an integer from 0 to");
  check_refused(trace_with({"--endomorphism", square.path()}),
                "--endomorphism: found with --form, expected only one of them");
  check_refused({"converge", "--metric", square.path()}, "--metric");
  check_refused({"converge", "--coverage", "--form", square.path()}, "--coverage");
  check_refused({"converge", "--reference-matrices", "--metric", square.path()},
                "--reference-matrices");
  check_refused({"converge", "--reference-matrices", "--coverage"}, "--coverage");
  check_refused({"converge", "--seeds", "10"}, "--coverage");
  check_refused({"converge", "--only", "xtrace"}, "--only: found alone, expected --coverage");
  check_refused({"converge", "--confidences", "0.9"}, "--confidences: found alone");
  check_refused({"converge", "--training", "--coverage"}, "--coverage");
  check_refused({"converge", "--training", "--form", square.path()}, "--training");
  check_refused({"converge", "--training", "--only", "digit"}, "the nearest is digits");
  check_refused({"converge", "--coverage", "--only", "flat,xtrac"}, "the nearest is xtrace");
  check_refused({"converge", "--coverage", "--only", ","}, "--only: found no name");
  check_refused({"converge", "--coverage", "--confidences", "0.9,1"}, "--confidences: found 1,");
  check_refused({"converge", "--coverage", "--confidences", "95%"}, "--confidences: found 95%,");
  check_refused({"converge", "--coverage", "--confidences", ","}, "--confidences: found none");
  check_refused({"verify", "--only", "9.9"}, "9.9");
}

TEST_CASE("an unknown option is named in the order given, with the nearest known one",
          "[program]") {
  check_refused(
      trace_with({"--sede", "1", "--nope"}),
      "--sede: found no such option, expected one of isotrace estimate trace; the nearest "
      "is --seed");
  check_refused(trace_with({"--nope", "--sede", "1"}), "--nope: found no such option");
  check_refused(trace_with({"--seed", "x", "--matvec=3"}), "the nearest is --matvecs");
  check_refused({"verify", "--filed", "real"}, "the nearest is --field");
  check_refused({"bench", "--probe", "sphere"}, "--probe: found no such option");
  check_refused(
      {"estimate", "--seed", "1", "trace"},
      "--seed: found before the command, expected after trace, frobenius, riesz or logdet");
  check_refused(trace_with({"-seed", "1"}), "-seed: found no such option");
  check_refused(trace_with({"-7"}), "-7: found no such option");
  check_refused(trace_with({"stray"}),
                "found stray, expected an option of isotrace estimate trace");
}

TEST_CASE("an option has one value, and is given once", "[program]") {
  check_refused(trace_with({"--seed"}), "--seed: found nothing after it, expected an integer");
  check_refused(trace_with({"--seed="}), "--seed: found nothing after it, expected an integer");
  check_refused(trace_with({"--metric", "--json"}),
                "--metric: found the option --json after it, expected a name");
  check_refused(trace_with({"--seed", "1", "--seed=2"}), "--seed: found twice, expected once");
  check_refused(trace_with({"--json=1"}), "--json: found =1, expected no value");
  check_refused(trace_with({"--metric", ""}), "--metric: found '', expected a name");
  check_refused({"bench", "--report", ""}, "--report: found '', expected a name");
  for (const auto& [option, synonym] : {std::pair{"--probe", "--law"},
                                        {"--estimator", "--method"},
                                        {"--matvecs", "--max-matvecs"}}) {
    const char* word = option == std::string("--probe")       ? "sphere"
                       : option == std::string("--estimator") ? "hutchinson"
                                                              : "10";
    check_refused(trace_with({option, word, synonym, word}),
                  std::string(synonym) + ": found with " + option + ", expected only one of them");
  }
}

namespace {

/// Every option of the program that takes a whole number, with a command line that has it, and the
/// range it names.
struct CountOption {
  std::vector<std::string> line;
  std::string name;
  std::string range;
};

const std::string index_max = "9223372036854775807";
const std::string word_max = "18446744073709551615";

std::vector<CountOption> count_options() {
  return {{trace_with({}), "--seed", "0 to " + word_max},
          {trace_with({}), "--threads", "1 to 2147483647"},
          {trace_with({}), "--matvecs", "1 to " + index_max},
          {trace_with({"--tolerance", "0.1"}), "--max-matvecs", "1 to " + index_max},
          {trace_with({"--probe", "frame"}), "--frame-size", "1 to " + index_max},
          {trace_with({}), "--block", "1 to " + index_max},
          {trace_with({}), "--memory", "1 to " + word_max},
          {{"exact", "trace", "--form", square.path()}, "--memory", "1 to " + word_max},
          {{"exact", "trace", "--form", square.path()}, "--seed", "0 to " + word_max},
          {{"verify"}, "--seed", "0 to " + word_max},
          {{"verify"}, "--probes", "1024 to 1099511627776"},
          {{"verify"}, "--size", "1 to " + index_max},
          {{"verify"}, "--threads", "1 to 2147483647"},
          {{"converge"}, "--seed", "0 to " + word_max},
          {{"converge", "--coverage"}, "--seeds", "2 to 2147483647"},
          {{"bench"}, "--seed", "0 to " + word_max},
          {{"bench"}, "--threads", "1 to 2147483647"}};
}

}  // namespace

TEST_CASE("every whole number is read in decimal, whole and within its range", "[program]") {
  for (const CountOption& option : count_options()) {
    for (const char* word : {"-1", "1.5", "abc", "0x10", "1'000", "1_000", "10k", "1e-1", "1e20",
                             "18446744073709551616", "99999999999999999999", "+-1", "1e", "1 0",
                             "nan", "inf", "\xe2\x91\xa1"}) {
      std::vector<std::string> line = option.line;
      line.insert(line.end(), {option.name, word});
      check_refused(line, option.name + ": found ");
      check_refused(line, ", expected an integer from " + option.range);
    }
  }
  for (const CountOption& option : count_options()) {
    if (option.range.starts_with("0")) continue;
    std::vector<std::string> line = option.line;
    line.insert(line.end(), {option.name, "0"});
    check_refused(line, option.name + ": found 0, expected an integer from " + option.range);
  }
  check_refused(trace_with({"--matvecs", "9223372036854775808"}),
                "--matvecs: found 9223372036854775808, expected an integer from 1 to " + index_max);
}

TEST_CASE("every real number is decimal, finite and within its range", "[program]") {
  const std::vector<CountOption> options = {
      {trace_with({}), "--tolerance", "a positive finite number"},
      {trace_with({}), "--absolute-tolerance", "a positive finite number"},
      {trace_with({}), "--confidence", "a number strictly between 0 and 1"},
      {trace_with({}), "--form-scale", "a finite number other than 0"},
      {trace_with({}), "--metric-scale", "a finite number other than 0"},
      {{"verify"}, "--alpha", "a number strictly between 0 and 1"},
      {{"converge", "--form", square.path()}, "--form-scale", "a finite number other than 0"}};
  for (const CountOption& option : options) {
    for (const char* word : {"0", "nan", "inf", "-inf", "1e400", "1e-400", "0x1p-1", "1D-3", "0,5",
                             "1e-1x", "abc", " 1", "½"}) {
      std::vector<std::string> line = option.line;
      line.insert(line.end(), {option.name, word});
      check_refused(line, option.name + ": found ");
      check_refused(line, ", expected " + option.range);
    }
  }
  check_refused(trace_with({"--tolerance", "-1"}), "--tolerance: found -1");
  check_refused(trace_with({"--confidence", "1"}), "--confidence: found 1");
}

TEST_CASE("options on the command line outside their range are named", "[program]") {
  check_refused(trace_with({"--probe", "cube"}),
                "--probe: found cube, expected sphere, ball, gaussian, signs, phases or frame");
  check_refused(trace_with({"--law", "cube"}), "--law: found cube, expected sphere, ball");
  check_refused(trace_with({"--probe", "phases"}), "--probe: phases need a complex problem");
  check_refused(trace_with({"--probe", "signs", "--normalised"}), "--normalised: ");
  check_refused(trace_with({"--probe", "frame", "--frame-size", "4"}),
                "--frame-size: a frame in dimension 3 has 1 to 3 columns, not 4");
  check_refused(trace_with({"--frame-size", "2"}), "--frame-size");
  check_refused(trace_with({"--estimator", "magic"}),
                "--estimator: found magic, expected hutchinson");
  check_refused(trace_with({"--method", "magic"}), "--method: found magic, expected hutchinson");
  check_refused(trace_with({"--field", "quaternion"}),
                "--field: found quaternion, expected real or complex");
  check_refused(trace_with({"--precision", "half"}),
                "--precision: found half, expected double or single");
  check_refused({"verify", "--only", ","}, "--only");
  check_refused({"verify", "--size", "3", "--report", "x"}, "--report");
  check_refused({"bench", "--only", "dense,fast"},
                "--only: found fast, expected the beginning of a case's name, such as dense");
  check_refused({"bench", "--only", ","}, "--only");
}

TEST_CASE("methods and tolerances that do not fit are named", "[program]") {
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

TEST_CASE("standard input is read by one option at most, and named", "[program]") {
  check_refused({"estimate", "trace", "--form", "-", "--metric", "-"},
                "--metric: found -, expected a file: --form reads the standard input already");
  check_refused({"exact", "frobenius", "--map", "-", "--codomain", "-"},
                "--codomain: found -, expected a file: --map reads the standard input already");
  std::istringstream in("%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n");
  std::streambuf* const old = std::cin.rdbuf(in.rdbuf());
  check_refused({"exact", "trace", "--form", "-"},
                "isotrace: standard input:5: found the end of the file, expected entry 4 of 4");
  std::cin.rdbuf(old);
  std::cin.clear();
}

namespace {

/// Takes nothing, as a full disk.
class FullDisk : public std::streambuf {
 protected:
  int_type overflow(int_type) override {
    errno = ENOSPC;
    return traits_type::eof();
  }
};

}  // namespace

TEST_CASE("output that cannot be written is one line and status 2, for every command",
          "[program]") {
  const std::vector<std::vector<std::string>> lines = {
      {"--version"},
      {"--help"},
      {"estimate", "trace", "--help"},
      trace_with({}),
      trace_with({"--json"}),
      {"estimate", "riesz", "--metric", square.path()},
      {"exact", "trace", "--form", square.path()},
      {"exact", "trace", "--form", square.path(), "--json"},
      {"verify", "--only", "2.1", "--field", "real"},
      {"verify", "--only", "2.1", "--field", "real", "--json"}};
  FullDisk full;
  for (const auto& line : lines) {
    std::vector<const char*> argv{"isotrace"};
    for (const auto& word : line) argv.push_back(word.c_str());
    std::ostringstream err;
    std::streambuf* const old_out = std::cout.rdbuf(&full);
    std::streambuf* const old_err = std::cerr.rdbuf(err.rdbuf());
    const int status = isotrace::program::run_program(static_cast<int>(argv.size()), argv.data());
    std::cout.rdbuf(old_out);
    std::cout.clear();
    std::cerr.rdbuf(old_err);
    CAPTURE(line, err.str());
    CHECK(status == 2);
    CHECK(err.str() ==
          "isotrace: standard output: found it failing, No space left on device, expected to write "
          "the result to it\n");
  }
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
