#include <iostream>

#include <cli/commands.hpp>
#include <cli/interrupt.hpp>
#include <cli/progress_bar.hpp>
#include <converge/converge.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/reports/report.hpp>

namespace isotrace::program {

int run_converge(const ConvergeArguments& arguments) {
  if (arguments.files.metric && !arguments.files.form) {
    throw OptionError("--metric: found without --form, expected both");
  }
  reports::check_destination(arguments.report);
  reports::check_gnuplot();
  ConvergeOptions options;
  options.files = arguments.files;
  options.report = arguments.report;
  options.study.seed = arguments.common.seed;
  options.study.threads = arguments.common.thread_count();
  options.study.stop = &watch_interrupt();
  options.study.progress = progress_bar(arguments.common.quiet);
  const ConvergeResult result = converge(options);
  std::cout << (arguments.common.json ? to_json(result) : text_of(result)) << "\n";
  if (!arguments.common.quiet && !result.interrupted) {
    std::cerr << "report: " << (arguments.report / "index.html").string() << "\n";
  }
  return result.interrupted ? status::interrupted : status::done;
}

}  // namespace isotrace::program
