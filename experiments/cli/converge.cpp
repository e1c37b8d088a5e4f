#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include <cli/commands.hpp>
#include <cli/interrupt.hpp>
#include <cli/option_kinds.hpp>
#include <cli/output.hpp>
#include <cli/progress_bar.hpp>
#include <cli/split.hpp>
#include <cli/word_check.hpp>
#include <converge/converge.hpp>
#include <coverage/coverage.hpp>
#include <descent/descent_study.hpp>
#include <input/number.hpp>
#include <isotrace/core/error.hpp>
#include <reference/reference.hpp>
#include <report/report.hpp>

namespace isotrace::program {

namespace {

void note_report(const ConvergeArguments& arguments) {
  std::cerr << "report: " << (arguments.report / "index.html").string() << "\n";
}

template <class Result>
void print(const ConvergeArguments& arguments, const Result& result) {
  print_out(arguments.common.json ? to_json(result) + "\n"
                                  : study_text(text_of(result), result.interrupted));
  if (!arguments.common.quiet && !result.interrupted) note_report(arguments);
}

verify::BatteryOptions battery_of(const ConvergeArguments& arguments) {
  verify::BatteryOptions options;
  options.seed = arguments.common.seed;
  options.threads = arguments.common.thread_count();
  options.stop = &watch_interrupt();
  options.progress = progress_bar(arguments.common.quiet);
  return options;
}

int study_errors(const ConvergeArguments& arguments) {
  ConvergeOptions options;
  options.files = arguments.files;
  options.report = arguments.report;
  options.study.seed = arguments.common.seed;
  options.study.threads = arguments.common.thread_count();
  options.study.stop = &watch_interrupt();
  options.study.progress = progress_bar(arguments.common.quiet);
  if (arguments.verify) options.battery = battery_of(arguments);
  const ConvergeResult result = converge(options);
  print(arguments, result);
  if (result.interrupted) return status::interrupted;
  return result.battery && !result.battery->passed ? status::failed : status::done;
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

/// The names of --only. Throws OptionError for an unknown name, suggesting the nearest known one.
std::vector<std::string> only_of(const ConvergeArguments& arguments,
                                 const std::vector<std::string>& known) {
  if (!arguments.only) return {};
  const auto words = split_at_commas(*arguments.only);
  if (words.empty()) {
    throw OptionError("--only: found no name, expected names such as xtrace,adversarial");
  }
  for (const std::string& word : words) {
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    throw OptionError(fmt::format("--only: found {}, expected names of {}; the nearest is {}",
                                  shown(word), listed(known), nearest(word, known)));
  }
  return words;
}

/// The numbers of --confidences. Throws OptionError for anything else.
std::vector<double> confidences_of(const ConvergeArguments& arguments) {
  if (!arguments.confidences) return {};
  std::vector<double> numbers;
  for (const std::string& word : split_at_commas(*arguments.confidences)) {
    const auto number = parse_number(word);
    if (!number || !probabilities.holds(*number)) {
      throw OptionError(fmt::format("--confidences: found {}, expected {}", shown(word),
                                    "numbers strictly between 0 and 1, separated by commas"));
    }
    numbers.push_back(*number);
  }
  if (numbers.empty()) {
    throw OptionError("--confidences: found none, expected numbers such as 0.95,0.99");
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

int study_coverage(const ConvergeArguments& arguments) {
  CoverageOptions options;
  options.seeds = arguments.seeds;
  options.only = only_of(arguments, coverage_names());
  options.confidences = confidences_of(arguments);
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

int study_training(const ConvergeArguments& arguments) {
  DescentStudyOptions options;
  options.only = only_of(arguments, descent_task_names());
  if (arguments.seeds) options.seeds = *arguments.seeds;
  options.report = arguments.report;
  options.seed = arguments.common.seed;
  options.threads = arguments.common.thread_count();
  options.stop = &watch_interrupt();
  options.progress = progress_bar_with_note(arguments.common.quiet);
  const DescentStudy study = descent_study(options);
  print_out(arguments.common.json ? to_json(study) + "\n"
                                  : study_text(text_of(study), study.interrupted));
  if (!arguments.common.quiet && study.written) note_report(arguments);
  return study.interrupted ? status::interrupted : status::done;
}

}  // namespace

int run_converge(const ConvergeArguments& arguments) {
  if (arguments.files.metric && !arguments.files.form) {
    throw OptionError("--metric: found without --form, expected both");
  }
  const bool coverage = arguments.coverage;
  const bool training = arguments.training;
  if (arguments.seeds && !arguments.reference_matrices && !coverage && !training) {
    throw OptionError(
        "--seeds: found alone, expected --coverage, --reference-matrices or --training with it");
  }
  if (arguments.only && !coverage && !training) {
    throw OptionError("--only: found alone, expected --coverage or --training with it");
  }
  if (arguments.confidences && !coverage) {
    throw OptionError("--confidences: found alone, expected --coverage with it");
  }
  reports::check_destination(arguments.report);
  reports::check_gnuplot();
  if (arguments.reference_matrices) return study_reference_matrices(arguments);
  if (coverage) return study_coverage(arguments);
  if (training) return study_training(arguments);
  return study_errors(arguments);
}

}  // namespace isotrace::program
