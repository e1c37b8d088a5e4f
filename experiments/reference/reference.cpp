#include <reference/reference.hpp>

#include <chrono>

#include <fmt/format.h>

#include <reference/accuracy_pictures.hpp>
#include <reference/reference_cases.hpp>
#include <report/report.hpp>

namespace isotrace::program {
namespace {

const char* const about_matrices =
    "A matvec is a product of the operator with one vector. The reference matrices are A = U Λ Uᵀ "
    "with U a random orthogonal matrix and the eigenvalues Λ: flat, from 1 to 3 in equal steps; "
    "poly k⁻²; slowexp 0.9^(k−1); fastexp 0.7^(k−1); smallstep, one in twenty is 1 and the others "
    "10⁻³; bigstep, the same with 10⁻⁸. In the metric V = L Lᵀ of condition 10⁴ the form is L A "
    "Lᵀ, "
    "whose errors are those of A with V = I (fewer budgets).";

const char* const how_drawn =
    "Mean |error| / |trace| over independent runs. Solid lines: sphere probes; dashed: random "
    "signs (over ℂ phases). Auto: rings around the points of what it chose. Errors of 10⁻¹³ and "
    "below are rounding.";

const char* const how_compared =
    "Where an error is given as so many times another, the other is the mean error of the method's "
    "reference implementation over 60 trials (Hutchinson, Hutch++ and XTrace with signs; XTrace "
    "and XNysTrace with sphere probes, of which the one left out is projected off the sketch and "
    "rescaled). Within: at most 1.5 times that, or at most 10⁻¹³, at all four budgets.";

const char* const about_pairs =
    "Real matrices: the form named first in the metric named second, a minus sign meaning times "
    "−1. The exact trace is computed directly. Nyström++ and XNysTrace refuse a form that is not "
    "Hermitian and positive semidefinite.";

reports::Verdict verdict_of(const ReferenceResult& result) {
  const Agreement agreement = agreement_of(result.cases);
  if (agreement.compared == 0) return {"No error has a published one to compare it with."};
  return {
      fmt::format("{} of {} errors are at most 1.5 times the published implementations', or "
                  "rounding.",
                  agreement.within, agreement.compared)};
}

void add_pictures(reports::Report& report, const std::vector<AccuracyCase>& cases) {
  for (const AccuracyCase& one : cases) {
    if (has_points(one)) report.add(accuracy_plot(one));
  }
}

reports::Report make_report(const ReferenceResult& result) {
  reports::Report report("isotrace: accuracy on reference matrices", "", verdict_of(result));
  if (result.interrupted) {
    report.add(std::string("Interrupted: this report holds the runs that were finished."));
  }
  if (!result.cases.empty()) {
    report.add_section("Reference matrices", about_matrices);
    report.add(std::string(how_drawn));
    add_pictures(report, result.cases);
    report.add(accuracy_table("reference", "Mean |error| / |trace|", result.cases));
    report.add(std::string(how_compared));
    report.add(automatic_table("auto", result.cases));
  }
  report.add_section("Real pairs", result.pairs.empty() ? result.note : about_pairs);
  add_pictures(report, result.pairs);
  report.add(accuracy_table("pairs", "Mean |error| / |trace|", result.pairs));
  report.add_section("Numbers");
  report.add_file(accuracy_points(result));
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
