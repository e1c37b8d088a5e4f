#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <reference/accuracy.hpp>

namespace isotrace::program {

/// What `isotrace converge --reference-matrices` is asked for.
struct ReferenceOptions {
  AccuracyOptions study = {};
  Index n = 1000;    ///< of the reference matrices; the reference errors are those of 1000
  Index runs = 100;  ///< at the budgets of the table; for V = I 3/10 of it at others
  bool data = true;  ///< the real pairs too
  std::function<void(Index, Index)> progress = {};  ///< (matvecs spent, in all)
  std::filesystem::path report = {};                ///< directory to write; empty: none
};

/// What it found.
struct ReferenceResult {
  std::vector<AccuracyCase> cases = {};  ///< the reference matrices with V = I, then lifted
  std::vector<AccuracyCase> pairs = {};  ///< the real ones
  std::string note = {};                 ///< why there are none
  bool interrupted = false;
  std::uint64_t seed = 1;
  double seconds = 0;
};

/// The errors of all methods on the six reference matrices, in the Euclidean metric and lifted into
/// a dense metric of condition 1e4, and on the real pairs of the data folder. Writes the report (of
/// what was finished, if interrupted; none if nothing was). Throws the errors of reading the data
/// and of writing the report.
ReferenceResult reference_study(const ReferenceOptions& options);

/// The tables as text.
std::string text_of(const ReferenceResult& result);

/// One JSON object: study, status, seed, seconds, cases and pairs (matrix, metric, field, n, trace,
/// curves), note.
std::string to_json(const ReferenceResult& result);

}  // namespace isotrace::program
