#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <limits>
#include <map>

#include <cli/option_kinds.hpp>
#include <cli/output.hpp>
#include <cli/word_check.hpp>

#include "battery.hpp"
#include "raw_bytes.hpp"

namespace isotrace::randomness {

namespace {

struct Arguments {
  Options options;
  std::string raw;
  std::uint64_t bytes = 0;
  double alpha = 1e-6;
};

void add_options(CLI::App& app, Arguments& a) {
  using namespace program;
  const std::map<std::string, Plant> plants = {{"none", Plant::none},
                                               {"no-tail", Plant::no_tail},
                                               {"hole", Plant::hole},
                                               {"scale", Plant::scale},
                                               {"repeated", Plant::repeated}};
  std::vector<std::string> plant_names;
  for (const auto& plant : plants) plant_names.push_back(plant.first);
  constexpr std::uint64_t any = std::numeric_limits<std::uint64_t>::max();
  add_count(app, "--draws", {100'000, std::uint64_t{1} << 45}, "normal numbers to draw",
            into(a.options.draws))
      ->default_str("1000000000");
  add_count(app, "--seed", {0, any}, "seed of the stream", into(a.options.seed))->default_str("1");
  add_real(app, "--alpha", probabilities, "probability of a false alarm of the whole table",
           into(a.alpha))
      ->default_str("1e-06");
  add_choice(app, "--plant", plant_names, "a mistake that must be found",
             [&a, plants](const std::string& word) { a.options.plant = plants.at(word); });
  add_choice(app, "--raw", {"signs", "words", "normals"}, "write bytes to the standard output",
             into(a.raw));
  add_count(app, "--bytes", {0, any}, "of --raw; 0: without end", into(a.bytes))->default_str("0");
}

/// Prints the table and returns the exit status.
int test(const Arguments& a) {
  const std::vector<Finding> findings = run_battery(a.options);
  const double limit = a.alpha / static_cast<double>(findings.size());
  int failures = 0;
  std::string text;
  for (const Finding& finding : findings) {
    const bool failed = !(finding.p_value >= limit);
    failures += failed ? 1 : 0;
    text += fmt::format("{:<58} {:>15.8g}  p {:<10.3g} {}\n", finding.statement, finding.statistic,
                        finding.p_value, failed ? "FAILED" : "");
  }
  program::print_out(
      text + fmt::format("{} draws, seed {}: {} of {} statements failed (p below {:.2g}; a false "
                         "alarm of the whole has probability at most {:.2g})\n",
                         a.options.draws, a.options.seed, failures, findings.size(), limit,
                         a.alpha));
  return failures == 0 ? 0 : 1;
}

int run(int argc, char** argv) {
  CLI::App app("Statistical tests of the laws and of the stream they draw from",
               "isotrace_randomness");
  Arguments arguments;
  add_options(app, arguments);
  try {
    program::check_words(app, std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
    app.parse(argc, argv);
  } catch (const CLI::Success&) {
    program::print_out(app.help());
    return 0;
  }
  if (arguments.raw.empty()) return test(arguments);
  write_raw(arguments.raw, arguments.options.seed, arguments.bytes, stdout);
  return 0;
}

}  // namespace

}  // namespace isotrace::randomness

// The slow tests of the laws, not run by ctest:
//   build/experiments/isotrace_randomness                 10⁹ draws, a table, exit 1 on a failure
//   build/experiments/isotrace_randomness --raw words | dieharder -g 200 -a
int main(int argc, char** argv) {
  try {
    isotrace::program::check_standard_streams();
    return isotrace::randomness::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "isotrace_randomness: " << error.what() << "\n";
    return 2;
  }
}
