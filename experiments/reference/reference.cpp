#include <reference/reference.hpp>

#include <chrono>

#include <fmt/format.h>

#include <reference/accuracy_pictures.hpp>
#include <reference/reference_cases.hpp>
#include <report/report.hpp>

namespace isotrace::program {
namespace {

const char* const how_measured =
    "Mean |error| / |trace| over independent runs against the matvecs spent. The reference "
    "matrices "
    "are A = U Λ Uᵀ with U Haar-distributed: flat, Λ from 1 to 3 in equal steps; poly k⁻²; slowexp "
    "0.9^(k−1); fastexp 0.7^(k−1); smallstep, one in twenty is 1 and the others 1e-3; bigstep, the "
    "same with 1e-8. In the metric V = L Lᵀ of condition 1e4 the form is L A Lᵀ, whose pulled-back "
    "matrix is A: the errors are those of V = I (fewer budgets). Solid lines: sphere probes; "
    "dashed: random signs "
    "(over ℂ phases). Auto: rings around the points of what it chose. Errors of 1e-13 and below "
    "are "
    "rounding.";

const char* const how_compared =
    "The reference columns are mean errors of the methods' reference implementations over 60 "
    "trials "
    "(Hutchinson, Hutch++ and XTrace with signs; XTrace and XNysTrace with resphered sphere "
    "probes). "
    "Within: the error is at most 1.5 times the reference, or at most 1e-13, at all four budgets.";

const char* const about_pairs =
    "Real matrices: the form named first in the metric named second, a minus sign meaning times "
    "−1. "
    "The exact trace is by n solves. Nyström++ and XNysTrace refuse a form that is not Hermitian "
    "and "
    "positive semidefinite.";

reports::Report make_report(const ReferenceResult& result) {
  reports::Report report("isotrace: accuracy on reference matrices", how_measured);
  if (result.interrupted) {
    report.add(std::string("Interrupted: this report holds the runs that were finished."));
  }
  report.add_section("Reference matrices", result.cases.empty() ? "" : how_compared);
  report.add(accuracy_table("reference", "Mean |error| / |trace|", result.cases));
  report.add(automatic_table("auto", result.cases));
  for (const AccuracyCase& one : result.cases) {
    if (has_points(one)) report.add(accuracy_plot(one));
  }
  report.add_section("Real pairs", result.pairs.empty() ? result.note : about_pairs);
  if (!result.pairs.empty()) {
    report.add(accuracy_table("pairs", "Mean |error| / |trace|", result.pairs));
  }
  for (const AccuracyCase& one : result.pairs) {
    if (has_points(one)) report.add(accuracy_plot(one));
  }
  report.add_section("Numbers");
  report.add(accuracy_points(result));
  return report;
}

}  // namespace

ReferenceResult reference_study(const ReferenceOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  ReferenceResult result{.seed = options.study.seed};
  measure_reference(options, result);
  result.interrupted = options.study.stop != nullptr && options.study.stop->load();
  const bool nothing = result.cases.empty() && result.pairs.empty();
  if (!options.report.empty() && !nothing) make_report(result).write(options.report);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

std::string text_of(const ReferenceResult& result) {
  std::string out;
  const auto add = [&](const reports::Table& table) {
    if (!out.empty() && !table.rows().empty()) out += "\n";
    out += table.text();
  };
  add(accuracy_table("reference",
                     "mean |error| / |trace|; within: at most 1.5 times the reference, or 1e-13",
                     result.cases));
  add(automatic_table("auto", result.cases));
  add(accuracy_table("pairs", "the same on real pairs", result.pairs));
  if (!result.note.empty()) out += fmt::format("{}{}\n", out.empty() ? "" : "\n", result.note);
  return out;
}

}  // namespace isotrace::program
