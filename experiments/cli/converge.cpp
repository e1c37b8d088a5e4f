#include <iostream>

#include <cli/commands.hpp>
#include <cli/interrupt.hpp>
#include <cli/output.hpp>
#include <cli/progress_bar.hpp>
#include <converge/converge.hpp>
#include <coverage/coverage.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/reports/report.hpp>
#include <reference/reference.hpp>

namespace isotrace::program {

namespace {

template <class Result>
void print(const ConvergeArguments& arguments, const Result& result) {
  print_out(arguments.common.json ? to_json(result) + "\n"
                                  : study_text(text_of(result), result.interrupted));
  if (!arguments.common.quiet && !result.interrupted) {
    std::cerr << "report: " << (arguments.report / "index.html").string() << "\n";
  }
}

int study_errors(const ConvergeArguments& arguments) {
  ConvergeOptions options;
  options.files = arguments.files;
  options.report = arguments.report;
  options.study.seed = arguments.common.seed;
  options.study.threads = arguments.common.thread_count();
  options.study.stop = &watch_interrupt();
  options.study.progress = progress_bar(arguments.common.quiet);
  const ConvergeResult result = converge(options);
  print(arguments, result);
  return result.interrupted ? status::interrupted : status::done;
}

int study_reference_matrices(const ConvergeArguments& arguments) {
  ReferenceOptions options;
  if (arguments.seeds) options.runs = *arguments.seeds;
  options.report = arguments.report;
  options.study.seed = arguments.common.seed;
  options.study.threads = arguments.common.thread_count();
  options.study.stop = &watch_interrupt();
  options.progress = progress_bar(arguments.common.quiet);
  const ReferenceResult result = reference_study(options);
  print(arguments, result);
  return result.interrupted ? status::interrupted : status::done;
}

int study_coverage(const ConvergeArguments& arguments) {
  CoverageOptions options;
  if (arguments.seeds) options.seeds = *arguments.seeds;
  options.report = arguments.report;
  options.seed = arguments.common.seed;
  options.threads = arguments.common.thread_count();
  options.stop = &watch_interrupt();
  options.progress = progress_bar(arguments.common.quiet);
  const CoverageResult result = coverage_study(options);
  print(arguments, result);
  if (result.interrupted) return status::interrupted;
  return result.failing == 0 ? status::done : status::failed;
}

}  // namespace

int run_converge(const ConvergeArguments& arguments) {
  if (arguments.files.metric && !arguments.files.form) {
    throw OptionError("--metric: found without --form, expected both");
  }
  if (arguments.seeds && !arguments.reference_matrices && !arguments.coverage) {
    throw OptionError("--seeds: found alone, expected --coverage or --reference-matrices with it");
  }
  reports::check_destination(arguments.report);
  reports::check_gnuplot();
  if (arguments.reference_matrices) return study_reference_matrices(arguments);
  if (arguments.coverage) return study_coverage(arguments);
  return study_errors(arguments);
}

}  // namespace isotrace::program
