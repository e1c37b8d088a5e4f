#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <map>

#include "battery.hpp"
#include "raw_bytes.hpp"

// The slow tests of the laws, apart from ctest:
//   build/experiments/isotrace_randomness                 10⁹ draws, a table, exit 1 on a failure
//   build/experiments/isotrace_randomness --raw words | dieharder -g 200 -a
int main(int argc, char** argv) {
  using namespace isotrace::randomness;
  CLI::App app("Statistical tests of the laws and of the stream they draw from");
  Options options;
  std::string raw;
  std::uint64_t bytes = 0;
  double alpha = 1e-6;
  const std::map<std::string, Plant> plants = {{"none", Plant::none},
                                               {"no-tail", Plant::no_tail},
                                               {"hole", Plant::hole},
                                               {"scale", Plant::scale},
                                               {"repeated", Plant::repeated}};
  app.add_option("--draws", options.draws, "normal numbers to draw")
      ->capture_default_str()
      ->check(CLI::Range(std::uint64_t{100'000}, std::uint64_t{1} << 45));
  app.add_option("--seed", options.seed, "seed of the stream")->capture_default_str();
  app.add_option("--alpha", alpha, "probability of a false alarm of the whole table")
      ->capture_default_str();
  app.add_option("--plant", options.plant, "a mistake that must be found")
      ->transform(CLI::CheckedTransformer(plants));
  app.add_option("--raw", raw, "write bytes of signs, words or normals to the standard output")
      ->check(CLI::IsMember({"signs", "words", "normals"}));
  app.add_option("--bytes", bytes, "of --raw; 0: without end")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (!raw.empty()) return write_raw(raw, options.seed, bytes, stdout) ? 0 : 1;

  const std::vector<Finding> findings = run_battery(options);
  const double limit = alpha / static_cast<double>(findings.size());
  int failures = 0;
  for (const Finding& finding : findings) {
    const bool failed = !(finding.p_value >= limit);
    failures += failed ? 1 : 0;
    fmt::print("{:<58} {:>15.8g}  p {:<10.3g} {}\n", finding.statement, finding.statistic,
               finding.p_value, failed ? "FAILED" : "");
  }
  fmt::print(
      "{} draws, seed {}: {} of {} statements failed (p below {:.2g}; a false alarm of the "
      "whole has probability at most {:.2g})\n",
      options.draws, options.seed, failures, findings.size(), limit, alpha);
  return failures == 0 ? 0 : 1;
}
