#include <converge/convergence_report.hpp>

#include <cmath>

#include <fmt/format.h>

#include <converge/captions.hpp>
#include <converge/pictures.hpp>
#include <report/numbers.hpp>
#include <verification/verification_report.hpp>

namespace isotrace::program {
namespace {

const char* const about_errors =
    "A probe is a random vector v; the mean of N values a(v, v), scaled, estimates the metric "
    "trace tr(V⁻¹A). The laws of the probes: sphere, ball and gaussian are carried into the metric "
    "by an isometry Q; signs (random ±1) and phases (random complex numbers of modulus 1) are too, "
    "but no isometry leaves them as they are; a frame is up to 8 sphere probes orthogonal to one "
    "another.";

const char* const about_maps =
    "The Frobenius-type norm measures the average response of a map, the operator norm its "
    "greatest: on the unit sphere of V, ‖Tv‖ in W has the root mean square ‖T‖/√n (Corollary 3.7) "
    "and, as its maximum, the operator norm (by power iteration). For an isometry, and its "
    "multiples only, they coincide.";

const char* const how_measured =
    "For each law the error was measured over independent runs. One run's values serve every N, as "
    "the mean of its first N: points of one curve are correlated. The lines are √(variance/N) with "
    "the variance of one probe in closed form, for B = QᴴAQ, its Hermitian part H and t = tr B: "
    "over ℝ 2‖H‖² for the Gaussian, s² = 2n/(n+2)·(‖H‖² − t²/n) for the sphere, "
    "s² + 4(s² + t²)/(n(n+4)) for the ball, 2(‖H‖² − ΣHᵢᵢ²) for signs, s²·(n − b)/(n − 1) for a "
    "frame of b columns; over ℂ s² = n/(n+1)·(‖B‖² − |t|²/n), and so on.";

const char* const how_fitted =
    "Fits: y = log RMS at each N, by generalised least squares with cov(y_j, y_k) proportional to "
    "min(N_j, N_k)/max(N_j, N_k), the covariance of prefixes of normal errors (mean squares over R "
    "runs are then χ² with R degrees of freedom, var y = 1/(2R) over ℝ). The slope is that of (1, "
    "log N); the constant is exp of the weighted mean of y + ½ log N, so with the slope −1/2 "
    "imposed: the RMS error of one probe, to compare with √variance. All intervals are 95 %, the "
    "fits' by the delete-one jackknife over the runs with Student's quantile.";

std::string case_text(const CaseResult& result) {
  const auto trace =
      result.field == Field::complex
          ? fmt::format("{:.10g} {} {:.10g}i", result.trace.real(),
                        result.trace.imag() < 0 ? "-" : "+", std::abs(result.trace.imag()))
          : fmt::format("{:.10g}", result.trace.real());
  return fmt::format("{} Exact trace: {}. {}", result.info.description, reports::typeset(trace),
                     result.relative
                         ? "Errors and constants are relative to its absolute value."
                         : "It is zero to rounding: errors and constants are absolute.");
}

void add_case(reports::Report& report, const CaseResult& one) {
  report.add_section(one.info.title, case_text(one));
  if (has_errors(one)) {
    report.add(convergence_plot(one));
    if (one.has_predictions()) report.add(ratio_plot(one));
  }
  report.add(fit_table(one));
}

reports::Report opened(const ConvergeResult& result) {
  if (!result.battery) {
    return reports::Report("isotrace: errors against their exact values", "",
                           {agreement(result.cases)});
  }
  reports::Report report("isotrace: theorems checked, errors measured", "",
                         verdict_of(*result.battery));
  add_verification(report, *result.battery);
  return report;
}

}  // namespace

reports::Report convergence_report(const ConvergeResult& result) {
  reports::Report report = opened(result);
  report.add_section("Errors against the number of probes",
                     result.battery ? agreement(result.cases) : std::string());
  report.add(std::string(about_errors));
  if (result.interrupted) {
    report.add(std::string("Interrupted: this report holds the runs that were finished."));
  }
  for (const auto& one : result.cases) add_case(report, one);
  if (!result.maps.empty()) {
    report.add_section("Average against maximum", about_maps);
    for (const auto& map : result.maps) report.add(histogram_plot(map));
    report.add(map_table(result.maps));
  }
  report.add_section("How it was measured", how_measured);
  report.add(std::string(how_fitted));
  return report;
}

}  // namespace isotrace::program
