#include <coverage/coverage.hpp>

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include <coverage/coverage_tables.hpp>
#include <coverage/measure.hpp>
#include <isotrace/core/error.hpp>
#include <report/report.hpp>

namespace isotrace::program {
namespace {

constexpr std::size_t worst_shown = 10;

const char* const about_cases =
    "A cell is one setting: a matrix, a field, a metric, an estimator, a budget of matvecs "
    "(products of the operator with one vector) or a tolerance, and a confidence. Its coverage is "
    "the share of runs whose interval holds the exact trace.";

const char* const how_measured =
    "How often the interval of an estimate holds the exact trace, over independent runs on the "
    "six reference spectra (see isotrace converge --reference-matrices) and on an adversarial "
    "set: one, two and five eigenvalues 1 on a floor of 1e-1, 1e-3, 1e-6 and 1e-12, with one sign "
    "and with both, I + c uuᵀ for c = 2, 4, 20, a block-diagonal matrix, the cube of an "
    "adjacency, a Kronecker product. Runs without an interval, for too few values, are counted "
    "apart (null). I is the Euclidean metric; there Λ itself stands for U Λ Uᴴ where the probes "
    "are invariant, which changes no law. V is a dense metric V = L Lᴴ of condition 1e4 with the "
    "form L U Λ Uᴴ Lᴴ, at smaller n and budgets: the errors' law depends on the pulled-back "
    "matrix only. Over ℂ, U is unitary, and a run counts if the intervals of the real and of the "
    "imaginary part both hold; 300 matvecs are left out there, for their cost.";

const char* const about_width =
    "The width ratio is the median half-width over 1.96 times the true RMS error, over ℂ both of "
    "the real part. It is 1 for a normal error of known variance, and over ℂ 2.24/1.96 = 1.14, "
    "since the two intervals hold jointly: each is at 97.5 %. Cells with an RMS error below 1e-12 "
    "|trace| have none: both are rounding.";

const char* const about_tolerances =
    "Runs that stop when the interval says that the error is within a relative tolerance.";

std::string counts_of(const CoverageResult& result) {
  return fmt::format(
      "{} of {} cells have a coverage below their confidence less {:g} % (exact binomial test, "
      "Holm over all cells, alpha {:g}); {} have no interval in any run",
      result.failing, result.cases.size(), 100 * result.verdict.margin, result.verdict.alpha,
      null_cases(result));
}

std::string verdict_of(const CoverageResult& result) {
  if (result.interrupted) return "interrupted: " + counts_of(result);
  return (result.failing == 0 ? "passed: " : "FAILED: ") + counts_of(result);
}

reports::Verdict line_of(const CoverageResult& result) {
  if (result.interrupted) return {"Interrupted before every run was finished.", false};
  const std::string where = fmt::format("{} of {} settings", result.failing, result.cases.size());
  if (result.failing > 0) return {"FAILED: too few intervals hold in " + where + ".", false};
  return {fmt::format("Passed: in none of {} settings do the intervals hold significantly less "
                      "often than their confidence less {:g} %.",
                      result.cases.size(), 100 * result.verdict.margin),
          true};
}

reports::Report make_report(const CoverageResult& result) {
  reports::Report report("isotrace: coverage of the intervals", "", line_of(result));
  report.add_section("Result", about_cases);
  report.add(counts_of(result) + ".");
  for (const Field field : {Field::real, Field::complex}) {
    if (has_cases(result, field)) report.add(coverage_plot(result, field));
  }
  report.add(coverage_summary(result));
  report.add(worst_cases(result, worst_shown));
  report.add(worst_by_estimator(result));
  report.add_section("Tolerances", about_tolerances);
  report.add(tolerance_table(result));
  report.add_section("How it was measured", how_measured);
  report.add(std::string(about_width));
  report.add_file(case_table(result));
  return report;
}

CoverageBlock adversarial_block(Field field, Index n, std::vector<Index> budgets, Index seeds) {
  return {.field = field,
          .lifted = false,
          .n = n,
          .budgets = std::move(budgets),
          .set = CoverageSet::adversarial,
          .seeds = seeds,
          .confidences = {0.8, 0.95, 0.99, 0.999}};
}

/// Throws OptionError for a field outside its range.
void check(const CoverageOptions& options) {
  if (options.seeds && *options.seeds < 2) {
    throw OptionError(fmt::format("seeds: found {}, expected 2 or more", *options.seeds));
  }
  for (const double confidence : options.confidences) {
    if (confidence > 0 && confidence < 1) continue;
    throw OptionError(
        fmt::format("confidences: found {}, expected numbers between 0 and 1", confidence));
  }
  const std::vector<std::string> known = coverage_names();
  for (const std::string& word : options.only) {
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    throw OptionError(
        fmt::format("only: found {}, expected names of {}", word, fmt::join(known, ", ")));
  }
}

/// The blocks with the requested confidences.
std::vector<CoverageBlock> blocks_of(const CoverageOptions& options) {
  std::vector<CoverageBlock> blocks = options.blocks;
  for (CoverageBlock& block : blocks) {
    if (!options.confidences.empty()) block.confidences = options.confidences;
  }
  return blocks;
}

}  // namespace

std::vector<CoverageBlock> coverage_blocks() {
  const std::vector<Index> all{20, 40, 100, 200, 300};
  const std::vector<Index> few{20, 40, 100};
  return {{Field::real, true, 200, few},
          {Field::complex, true, 200, few},
          {Field::real, false, 400, all},
          {Field::complex, false, 400, {20, 40, 100, 200}},
          adversarial_block(Field::real, 8, {4, 6}, 1000),
          adversarial_block(Field::complex, 8, {6}, 1000),
          adversarial_block(Field::real, 30, {4, 8, 12, 20}, 1000),
          adversarial_block(Field::complex, 30, {8, 12, 20}, 1000),
          adversarial_block(Field::real, 100, {12, 30}, 500),
          adversarial_block(Field::complex, 100, {30}, 500),
          adversarial_block(Field::real, 300, {20}, 300)};
}

Index null_cases(const CoverageResult& result) {
  return static_cast<Index>(
      std::count_if(result.cases.begin(), result.cases.end(),
                    [](const CoverageCase& c) { return c.intervals() == 0; }));
}

CoverageResult coverage_study(const CoverageOptions& options) {
  check(options);
  const std::vector<CoverageBlock> blocks = blocks_of(options);
  const auto start = std::chrono::steady_clock::now();
  CoverageResult result{.seed = options.seed};
  Index runs = 0;
  for (const CoverageBlock& block : blocks) {
    runs += cases_of(block, options.only) * options.seeds.value_or(block.seeds);
  }
  Tally tally(options.progress, runs);
  for (const CoverageBlock& block : blocks) {
    measure_block(block, options, tally, result.cases);
  }
  result.failing = judge(result.cases, result.verdict);
  result.interrupted = options.stop != nullptr && options.stop->load();
  if (!options.report.empty() && !result.cases.empty()) make_report(result).write(options.report);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

std::string text_of(const CoverageResult& result) {
  if (result.cases.empty()) return {};
  std::string out = coverage_summary(result).text();
  out +=
      "\nwidth ratio: median half-width / (1.96 · RMS error), over ℂ of the real part, whose\n"
      "interval is at 97.5 % so that both hold jointly: 1.14 is sharp there, 1 over ℝ\n\n";
  out += worst_cases(result, worst_shown).text() + "\n";
  out += worst_by_estimator(result).text();
  return out + "\n" + verdict_of(result) + "\n";
}

}  // namespace isotrace::program
