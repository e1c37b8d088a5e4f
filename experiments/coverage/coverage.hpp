#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <converge/repetitions.hpp>
#include <coverage/judge.hpp>

namespace isotrace::program {

/// The cells over one field in one metric: every entrant on every matrix of a set at every budget
/// and confidence, and on the reference matrices those that stop at a tolerance.
struct CoverageBlock {
  Field field;
  bool lifted;  ///< into a dense metric of condition 1e4; else V = I
  Index n;
  std::vector<Index> budgets;
  CoverageSet set = CoverageSet::reference;
  Index seeds = 500;  ///< runs of a cell
  std::vector<double> confidences = {0.95};
};

/// In V = I, n = 400 at 20, 40, 100, 200 and, over ℝ, 300 matvecs; in the dense metric n = 200 at
/// 20, 40 and 100: a product costs n² operations there and the law of the errors is that of V = I.
/// A sketch of 300 complex columns would cost as much as all the others together. Then the
/// adversarial set in V = I, n = 8, 30, 100 and 300 at 4 to 30 matvecs, 1000 seeds a cell up to
/// n = 30, at 80, 95, 99 and 99.9 %.
std::vector<CoverageBlock> coverage_blocks();

/// What `isotrace converge --coverage` is asked for.
struct CoverageOptions {
  std::uint64_t seed = 1;
  std::optional<Index> seeds = {};  ///< runs of a cell, at least 2; none: each block's own
  std::vector<CoverageBlock> blocks = coverage_blocks();
  std::vector<double> confidences = {};  ///< in (0, 1); none: each block's own
  std::vector<std::string> only = {};    ///< of coverage_names(); none: all cells
  int threads = 0;  ///< 0: the caller's arena; the result does not depend on it
  const std::atomic<bool>* stop = nullptr;
  std::function<void(Index, Index)> progress = {};  ///< (runs done, in all)
  std::filesystem::path report = {};                ///< directory to write; empty: none
};

/// What CoverageOptions::only may hold: the estimators, the sets and their matrices. Only the cells
/// of a named estimator are measured, if any is named, and of a named matrix or set, if any is.
std::vector<std::string> coverage_names();

/// What it found.
struct CoverageResult {
  std::vector<CoverageCase> cells = {};
  Verdict verdict = {};
  Index failing = 0;
  bool interrupted = false;
  std::uint64_t seed = 1;
  double seconds = 0;
};

/// The cells whose runs are all null.
Index null_cells(const CoverageResult& result);

/// How often the intervals of form_trace hold the exact trace, cell by cell. If stopped, the
/// cells that are complete count. Writes the report of them. Throws OptionError for fewer than two
/// seeds, an unknown name or a confidence outside (0, 1), and the errors of writing the report.
CoverageResult coverage_study(const CoverageOptions& options);

/// The summary, the worst cells and the verdict as text.
std::string text_of(const CoverageResult& result);

/// One JSON object: study, passed, status, seed, bound, alpha, failing, seconds, margin, null,
/// cells.
std::string to_json(const CoverageResult& result);

}  // namespace isotrace::program
