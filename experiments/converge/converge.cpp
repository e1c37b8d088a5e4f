#include <converge/converge.hpp>

#include <chrono>

#include <fmt/format.h>

#include <converge/cases.hpp>
#include <converge/pictures.hpp>
#include <isotrace/core/error.hpp>
#include <report/report.hpp>

namespace isotrace::program {
namespace {

constexpr Index builtin_probes = 1024;

const char* const how_to_read =
    "For each law of the probes, the error of the metric trace was measured over independent runs. "
    "The "
    "lines are no fits: they are the exact mean-square errors, √(variance/N), from closed forms. "
    "One "
    "run's values serve every N, as the mean of its first N: points of one curve are correlated.";

const char* const how_fitted =
    "Fits: y = log RMS at each N, by generalised least squares with cov(y_j, y_k) proportional to "
    "min(N_j, N_k)/max(N_j, N_k), the covariance of prefixes of normal errors (mean squares over R "
    "runs "
    "are then χ² with R degrees of freedom, var y = 1/(2R) over ℝ). The slope is that of (1, log "
    "N); the "
    "constant is exp of the weighted mean of y + ½ log N, so with the slope −1/2 imposed: the RMS "
    "error "
    "of one probe, to compare with √variance. All intervals are 95 %, the fits' by the delete-one "
    "jackknife over the runs with Student's quantile: one in twenty misses the truth by chance.";

const char* const about_maps =
    "The Frobenius-type norm measures the average response of a map, the operator norm its "
    "greatest: on "
    "the unit sphere of V, ‖Tv‖ in W has the root mean square ‖T‖/√n (Corollary 3.7) and, as its "
    "maximum, the operator norm (by power iteration). For an isometry, and its multiples only, "
    "they "
    "coincide.";

std::string case_text(const CaseResult& result) {
  const auto trace =
      result.field == Field::complex
          ? fmt::format("{:.10g} {} {:.10g}i", result.trace.real(),
                        result.trace.imag() < 0 ? "−" : "+", std::abs(result.trace.imag()))
          : fmt::format("{:.10g}", result.trace.real());
  return fmt::format("{} Exact trace: {}. {}", result.info.description, trace,
                     result.relative
                         ? "Errors and constants are relative to its absolute value."
                         : "It is zero to rounding: errors and constants are absolute.");
}

reports::Report make_report(const ConvergeResult& result) {
  reports::Report report("isotrace: convergence against the exact errors", how_to_read);
  report.add(how_fitted);
  if (result.interrupted) {
    report.add(std::string("Interrupted: this report holds the runs that were finished."));
  }
  for (const auto& one : result.cases) {
    report.add_section(one.info.title, case_text(one));
    if (has_errors(one)) {
      report.add(convergence_plot(one));
      report.add(ratio_plot(one));
    }
    report.add(fit_table(one));
  }
  if (!result.maps.empty()) {
    report.add_section("Average against maximum", about_maps);
    for (const auto& map : result.maps) report.add(histogram_plot(map));
    report.add(map_table(result.maps));
  }
  return report;
}

bool stopped(const StudyOptions& study) {
  return study.stop != nullptr && study.stop->load();
}

void measure(const ConvergeOptions& options, ConvergeResult& result) {
  StudyOptions study = options.study;
  if (options.files.form) {
    const ProblemInput input = read_problem(options.files);
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
  result.interrupted = stopped(options.study);
  if (!options.report.empty() && !result.cases.empty()) make_report(result).write(options.report);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace isotrace::program
