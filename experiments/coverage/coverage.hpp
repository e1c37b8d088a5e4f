#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <converge/repetitions.hpp>
#include <coverage/judge.hpp>

namespace isotrace::program {

/// The cases over one field in one metric: every method and law on every matrix of a set at every
/// budget and confidence, and on the reference matrices those that stop at a tolerance.
struct CoverageBlock {
  Field field;
  bool lifted;  ///< lifted into a dense metric of condition 1e4; else V = I
  Index n;
  std::vector<Index> budgets;
  CoverageSet set = CoverageSet::reference;
  Index seeds = 500;  ///< runs of a case
  std::vector<double> confidences = {0.95};
};

/// For V = I, n = 400 at 20, 40, 100, 200 and, over ℝ, 300 matvecs (a sketch of 300 complex columns
/// would cost as much as all the others together). For the dense metric, n = 200 at 20, 40 and 100,
/// because a product costs n² operations there and the errors have the law of V = I. Then the
/// adversarial set with V = I, n = 8, 30, 100 and 300 at 4 to 30 matvecs, with 1000 seeds per case
/// up to n = 30, at 80, 95, 99 and 99.9 %.
std::vector<CoverageBlock> coverage_blocks();

/// The settings of `isotrace converge --coverage`.
struct CoverageOptions {
  std::uint64_t seed = 1;
  std::optional<Index> seeds = {};  ///< runs of a case, at least 2; none: each block's own
  std::vector<CoverageBlock> blocks = coverage_blocks();
  std::vector<double> confidences = {};  ///< in (0, 1); none: each block's own
  std::vector<std::string> only = {};    ///< names from coverage_names(); none: all cases
  int threads = 0;  ///< 0: the caller's arena; the result does not depend on it
  const std::atomic<bool>* stop = nullptr;
  std::function<void(Index, Index)> progress = {};  ///< (runs done, in all)
  std::filesystem::path report = {};                ///< directory to write; empty: none
};

/// The names that CoverageOptions::only may have: estimators, sets and matrices. If estimators are
/// named, only their cases are measured; if matrices or sets are named, only cases on these.
std::vector<std::string> coverage_names();

/// The results of the coverage study.
struct CoverageResult {
  std::vector<CoverageCase> cases = {};
  Verdict verdict = {};
  Index failing = 0;
  bool interrupted = false;
  std::uint64_t seed = 1;
  double seconds = 0;
};

/// The number of cases in which no run has an interval.
Index null_cases(const CoverageResult& result);

/// Measures how often the intervals of form_trace contain the exact trace, case by case, and writes
/// the report. If stopped, only complete cases count. Throws OptionError for fewer than two seeds,
/// an unknown name or a confidence outside (0, 1), and the errors of writing the report.
CoverageResult coverage_study(const CoverageOptions& options);

/// The summary, the worst cases and the verdict as text.
std::string text_of(const CoverageResult& result);

/// One JSON object: study, passed, status, seed, bound, alpha, failing, seconds, margin, null,
/// cases.
std::string to_json(const CoverageResult& result);

}  // namespace isotrace::program
