// Bytes as a command line, one argument a line, run by the program itself beside tiny files.
// Estimates are cut to few products; verify, converge and bench only have their arguments read. The
// exit status, both outputs and the files left must be as the program's contract has them.
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include <cli/command_line.hpp>
#include <cli/commands.hpp>
#include <fuzz/contradiction.hpp>
#include <fuzz/target.hpp>
#include <fuzz/tiny_files.hpp>
#include <isotrace/core/error.hpp>

namespace isotrace::fuzz {
namespace {

using namespace isotrace::program;

constexpr std::size_t most_bytes = 2000;
constexpr Index most_matvecs = 40;

/// What one run left.
struct Run {
  int status = 0;
  std::string out;
  std::string err;
  bool json = false;    ///< a JSON object was asked for and a command ran
  bool silent = false;  ///< a command that is not run
};

/// The stream's buffer is another as long as the object lives.
class Redirected {
 public:
  Redirected(std::ios& stream, std::streambuf* buffer)
      : stream_(stream), old_(stream.rdbuf(buffer)) {}
  ~Redirected() {
    stream_.rdbuf(old_);
    stream_.clear();
  }

 private:
  std::ios& stream_;
  std::streambuf* old_;
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

int nothing_to_run(Run& run) {
  run.silent = true;
  return status::done;
}

void require_read(bool holds, const char* option) {
  require(holds, std::string(option) + " was read out of its range");
}

/// The program's commands, cut to what takes a moment.
Commands short_commands(Run& run) {
  return {
      [&](EstimateArguments a) {
        require_read(a.matvecs.value_or(1) >= 1, "--matvecs");
        require_read(a.tolerance.value_or(1) > 0, "--tolerance");
        require_read(a.confidence > 0 && a.confidence < 1, "--confidence");
        run.json = a.common.json;
        a.matvecs = std::min(a.matvecs.value_or(most_matvecs), most_matvecs);
        return run_estimate(a);
      },
      [&](const ExactArguments& a) {
        run.json = a.common.json;
        return run_exact(a);
      },
      [&](const VerifyArguments& a) {
        require_read(a.alpha > 0 && a.alpha < 1, "--alpha");
        require_read(a.probes.value_or(1024) >= 1024, "--probes");
        return nothing_to_run(run);
      },
      [&](const ConvergeArguments& a) {
        require_read(a.seeds.value_or(2) >= 2, "--seeds");
        return nothing_to_run(run);
      },
      [&](const TrainArguments& a) {
        require_read(a.test >= 0 && a.test < 1, "--test");
        require_read(a.step.value_or(1) > 0, "--step");
        return nothing_to_run(run);
      },
      [&](const BenchArguments&) { return nothing_to_run(run); },
      [&](DensityArguments a) {
        require_read(a.steps >= 1, "--steps");
        require_read(a.bins >= 1 && a.bins <= 100000, "--bins");
        run.json = a.common.json;
        a.matvecs = std::min(a.matvecs, most_matvecs);
        a.report.reset();
        return run_density(a);
      },
  };
}

Run run_words(const std::vector<std::string>& words) {
  std::vector<const char*> argv{"isotrace"};
  for (const std::string& word : words) argv.push_back(word.c_str());
  argv.push_back(nullptr);
  Run run;
  std::ostringstream out;
  std::ostringstream err;
  std::istringstream in(standard_input);
  {
    const Redirected o(std::cout, out.rdbuf());
    const Redirected e(std::cerr, err.rdbuf());
    const Redirected i(std::cin, in.rdbuf());
    run.status = run_program(static_cast<int>(argv.size()) - 1, argv.data(), short_commands(run));
  }
  run.out = out.str();
  run.err = err.str();
  return run;
}

/// The only lines are those that begin as the program's do.
std::size_t count_lines(const std::string& err) {
  std::istringstream in(err);
  std::size_t count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    require(line.starts_with("isotrace: ") && line.size() > 10, "a line of another form: " + err);
  }
  require(err.empty() || err.back() == '\n', "an unfinished line: " + err);
  return count;
}

void check(const Run& run, const std::set<std::string>& added) {
  const std::size_t lines = count_lines(run.err);
  if (run.status == status::bad_input) {
    require(lines == 1, "status 2 with " + std::to_string(lines) + " lines: " + run.err);
    require(run.out.empty(), "status 2 with output: " + run.out);
    require(added.empty(), "status 2, and " + (added.empty() ? "" : *added.begin()) + " written");
    return;
  }
  require(run.status == status::done || run.status == status::failed,
          "status " + std::to_string(run.status));
  require(run.silent || !run.out.empty(), "nothing was printed");
  if (!run.json) return;
  require(nlohmann::json::accept(run.out), "no JSON: " + run.out);
  require(nlohmann::json::parse(run.out).is_object(), "no JSON object: " + run.out);
}

}  // namespace

bool run_target(std::string_view bytes) {
  if (bytes.size() > most_bytes) return false;
  // Names lead to no other folder, and an argument ends at its first NUL.
  if (bytes.find_first_of(std::string_view("/\0", 2)) != std::string_view::npos) return false;
  static const TinyFiles files;
  const Run run = run_words(split(bytes));
  if (run.status == status::interrupted) std::exit(0);  // by Ctrl-C
  check(run, files.remove_new());
  return true;
}

}  // namespace isotrace::fuzz
