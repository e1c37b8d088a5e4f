#include <bench/bench.hpp>

#include <iostream>

#include <cli/commands.hpp>
#include <cli/interrupt.hpp>
#include <cli/progress_bar.hpp>
#include <cli/split.hpp>
#include <isotrace/core/error.hpp>

namespace isotrace::program {

int run_bench(const BenchArguments& arguments) {
  BenchOptions options;
  options.seed = arguments.common.seed;
  options.threads = arguments.common.thread_count();
  options.only = split_at_commas(arguments.only);
  if (options.only.empty() && arguments.only_given) {
    throw OptionError("--only: found no case, expected names such as dense.apply,law");
  }
  options.report = arguments.report.value_or("");
  options.stop = &watch_interrupt();
  options.progress = progress_bar(arguments.common.quiet);
  const BenchResult result = bench(options);
  std::cout << (arguments.common.json ? to_json(result) : text_of(result)) << "\n";
  return result.interrupted ? status::interrupted : status::done;
}

}  // namespace isotrace::program
