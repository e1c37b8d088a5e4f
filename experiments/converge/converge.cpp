#include <converge/converge.hpp>

#include <chrono>

#include <converge/cases.hpp>
#include <converge/convergence_report.hpp>
#include <isotrace/core/error.hpp>
#include <report/report.hpp>

namespace isotrace::program {
namespace {

constexpr Index builtin_probes = 1024;

bool stopped(const StudyOptions& study) {
  return study.stop != nullptr && study.stop->load();
}

void measure(const ConvergeOptions& options, ConvergeResult& result) {
  StudyOptions study = options.study;
  if (options.files.form) {
    ProblemInput input = read_problem(options.files);
    input.factor.threads = study.threads;
    input.factor.stop = study.stop;
    result.cases.push_back(study_files(input, study));
  } else {
    if (study.max_probes == 0) study.max_probes = builtin_probes;
    result.cases = study_builtin_cases(study);
    if (!stopped(study)) result.maps = average_and_maximum_cases(study.seed, study.threads);
  }
  std::erase_if(result.cases, [](const CaseResult& one) { return one.laws.empty(); });
}

}  // namespace

ConvergeResult converge(const ConvergeOptions& options) {
  if (options.files.metric && !options.files.form) {
    throw OptionError("--form: found none, expected one with --metric");
  }
  if (!options.report.empty()) reports::check_destination(options.report);
  const auto start = std::chrono::steady_clock::now();
  ConvergeResult result;
  result.seed = options.study.seed;
  measure(options, result);
  if (options.battery) result.battery = verify::run(*options.battery);
  result.interrupted = stopped(options.study);
  const bool complete = !result.battery || !result.battery->interrupted;
  if (!options.report.empty() && !result.cases.empty() && complete) {
    convergence_report(result).write(options.report);
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace isotrace::program
