#include <bench/bench.hpp>

#include <cli/commands.hpp>
#include <cli/interrupt.hpp>
#include <cli/output.hpp>
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
  print_out(arguments.common.json ? to_json(result) + "\n"
                                  : study_text(text_of(result), result.interrupted));
  return result.interrupted ? status::interrupted : status::done;
}

}  // namespace isotrace::program
