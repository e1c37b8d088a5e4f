#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <converge/repetitions.hpp>
#include <coverage/judge.hpp>

namespace isotrace::program {

/// The cells over one field in one metric: every entrant on every reference matrix at every budget,
/// and those that stop at a tolerance.
struct CoverageBlock {
  Field field;
  bool lifted;  ///< into a dense metric of condition 1e4; else V = I
  Index n;
  std::vector<Index> budgets;
};

/// In V = I, n = 400 at 20, 40, 100, 200 and, over ℝ, 300 matvecs; in the dense metric n = 200 at
/// 20, 40 and 100: a product costs n² operations there and the law of the errors is that of V = I.
/// A sketch of 300 complex columns would cost as much as all the others together.
std::vector<CoverageBlock> coverage_blocks();

/// What `isotrace converge --coverage` is asked for.
struct CoverageOptions {
  std::uint64_t seed = 1;
  Index seeds = 500;  ///< runs of a cell, at least 2
  std::vector<CoverageBlock> blocks = coverage_blocks();
  int threads = 0;  ///< 0: the caller's arena; the result does not depend on it
  const std::atomic<bool>* stop = nullptr;
  std::function<void(Index, Index)> progress = {};  ///< (runs done, in all)
  std::filesystem::path report = {};                ///< directory to write; empty: none
};

/// What it found.
struct CoverageResult {
  std::vector<Cell> cells = {};
  Verdict verdict = {};
  Index failing = 0;
  bool interrupted = false;
  std::uint64_t seed = 1;
  double seconds = 0;
};

/// How often the 95 % intervals of form_trace hold the exact trace, cell by cell. If stopped, the
/// cells that are complete count. Writes the report of them. Throws OptionError for fewer than two
/// seeds, and the errors of writing the report.
CoverageResult coverage_study(const CoverageOptions& options);

/// The summary, the verdict and the worst cells as text.
std::string text_of(const CoverageResult& result);

/// One JSON object: study, passed, status, seed, bound, alpha, failing, seconds, cells.
std::string to_json(const CoverageResult& result);

}  // namespace isotrace::program
