#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <reference/accuracy.hpp>

namespace isotrace::program {

/// The settings of `isotrace converge --reference-matrices`.
struct ReferenceOptions {
  AccuracyOptions study = {};
  Index n = 1000;    ///< size of the reference matrices; the reference errors are for 1000
  Index runs = 100;  ///< runs at the budgets of the table; for V = I, 3/10 as many at others
  bool data = true;  ///< measure the real pairs too
  std::function<void(Index, Index)> progress = {};  ///< (matvecs spent, in all)
  std::filesystem::path report = {};                ///< directory to write; empty: none
};

/// The results of the reference study.
struct ReferenceResult {
  std::vector<AccuracyCase> cases = {};  ///< the reference matrices with V = I, then lifted
  std::vector<AccuracyCase> pairs = {};  ///< the real pairs
  std::string note = {};                 ///< why there are no real pairs
  bool interrupted = false;
  std::uint64_t seed = 1;
  double seconds = 0;
};

/// The errors of all methods on the six reference matrices, in the Euclidean metric and lifted into
/// a dense metric of condition 1e4, and on the real pairs of the data folder. Writes the report of
/// what was finished, if anything was. Throws the errors of reading the data and of writing the
/// report.
ReferenceResult reference_study(const ReferenceOptions& options);

/// The tables as text.
std::string text_of(const ReferenceResult& result);

/// One JSON object: study, status, seed, seconds, cases and pairs (matrix, metric, field, n, trace,
/// curves), note.
std::string to_json(const ReferenceResult& result);

}  // namespace isotrace::program
