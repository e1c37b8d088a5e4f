#include <coverage/coverage.hpp>

#include <chrono>

#include <fmt/format.h>

#include <coverage/coverage_tables.hpp>
#include <coverage/measure.hpp>
#include <isotrace/core/error.hpp>
#include <isotrace/reports/report.hpp>

namespace isotrace::program {
namespace {

constexpr std::size_t worst_shown = 10;

const char* const how_measured =
    "How often the 95 % interval of an estimate holds the exact trace, over independent runs on "
    "the "
    "six reference spectra (see isotrace converge --reference-matrices). I is the Euclidean "
    "metric; "
    "there Λ itself stands for U Λ Uᴴ where the probes are invariant, which changes no law. V is a "
    "dense metric V = L Lᴴ of condition 1e4 with the form L U Λ Uᴴ Lᴴ, at smaller n and budgets: "
    "the "
    "errors' law depends on the pulled-back matrix only. Over ℂ, U is unitary, and a run counts if "
    "the intervals of the real and of the imaginary part both hold; 300 matvecs are left out "
    "there, "
    "for their cost.";

const char* const about_width =
    "The width ratio is the median half-width over 1.96 times the true RMS error, over ℂ both of "
    "the "
    "real part. It is 1 for a normal error of known variance, and over ℂ 2.24/1.96 = 1.14, since "
    "the "
    "two intervals hold jointly: each is at 97.5 %. Cells with an RMS error below 1e-12 |trace| "
    "have "
    "none: both are rounding.";

const char* const about_tolerances =
    "Runs that stop when the interval says that the error is within a relative tolerance.";

std::string verdict_of(const CoverageResult& result) {
  const std::string counts = fmt::format(
      "{} of {} cells have a coverage below {:g} % (exact binomial test, Holm over all cells, "
      "alpha {:g})",
      result.failing, result.cells.size(), 100 * result.verdict.bound, result.verdict.alpha);
  if (result.interrupted) return "interrupted: " + counts;
  return (result.failing == 0 ? "passed: " : "FAILED: ") + counts;
}

reports::Report make_report(const CoverageResult& result) {
  reports::Report report("isotrace: coverage of the intervals", how_measured);
  report.add(std::string(about_width));
  report.add_section("Result", verdict_of(result));
  for (const Field field : {Field::real, Field::complex}) {
    if (has_cells(result, field)) report.add(coverage_plot(result, field));
  }
  report.add(coverage_summary(result));
  report.add(worst_cells(result, worst_shown));
  report.add_section("Tolerances", about_tolerances);
  report.add(tolerance_table(result));
  report.add_section("Numbers");
  report.add(cell_table(result));
  return report;
}

}  // namespace

std::vector<CoverageBlock> coverage_blocks() {
  const std::vector<Index> all{20, 40, 100, 200, 300};
  const std::vector<Index> few{20, 40, 100};
  return {{Field::real, true, 200, few},
          {Field::complex, true, 200, few},
          {Field::real, false, 400, all},
          {Field::complex, false, 400, {20, 40, 100, 200}}};
}

CoverageResult coverage_study(const CoverageOptions& options) {
  if (options.seeds < 2) {
    throw OptionError(fmt::format("seeds: found {}, expected 2 or more", options.seeds));
  }
  const auto start = std::chrono::steady_clock::now();
  CoverageResult result{.seed = options.seed};
  Index cells = 0;
  for (const CoverageBlock& block : options.blocks) cells += cells_of(block);
  Tally tally(options.progress, cells * options.seeds);
  for (const CoverageBlock& block : options.blocks) {
    measure_block(block, options, tally, result.cells);
  }
  result.failing = judge(result.cells, result.verdict);
  result.interrupted = options.stop != nullptr && options.stop->load();
  if (!options.report.empty() && !result.cells.empty()) make_report(result).write(options.report);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

std::string text_of(const CoverageResult& result) {
  if (result.cells.empty()) return {};
  std::string out = coverage_summary(result).text();
  out +=
      "\nwidth ratio: median half-width / (1.96 · RMS error), over ℂ of the real part, whose\n"
      "interval is at 97.5 % so that both hold jointly: 1.14 is sharp there, 1 over ℝ\n\n";
  out += worst_cells(result, worst_shown).text();
  return out + "\n" + verdict_of(result) + "\n";
}

}  // namespace isotrace::program
