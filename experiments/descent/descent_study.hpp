#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <descent/tasks.hpp>
#include <descent/trained_model.hpp>
#include <train/comparison.hpp>

namespace isotrace::program {

/// The settings of `isotrace converge --training`.
struct DescentStudyOptions {
  std::vector<std::string> only = {};  ///< from descent_task_names(); none: all
  std::uint64_t seed = 1;
  Index seeds = 10;
  std::optional<Index> epochs = {};  ///< none: each task's own
  int threads = 1;                   ///< no result but seconds depends on it
  Stop stop = {};
  /// (epochs done, in all, task, curve and loss)
  std::function<void(Index, Index, const std::string&)> progress = {};
  std::filesystem::path report = {};  ///< directory to write; empty: none
};

/// A task, trained in four metrics with two rules for the step.
struct DescentCase {
  DescentTask task;
  Comparison comparison;
};

/// The results of the study of descent.
struct DescentStudy {
  std::vector<DescentCase> cases = {};
  std::vector<CurvatureTrace> traces = {};
  std::vector<LayerResponse> responses = {};
  std::vector<std::string> failures = {};  ///< why a trained model could not be examined
  std::vector<std::string> missing = {};   ///< tasks whose data were not found
  bool written = false;                    ///< whether there is a report
  bool interrupted = false;
  std::uint64_t seed = 1;
  double seconds = 0;
};

/// Trains every task in the metrics (I, I), (C⁻¹, I), (I, Y), (C⁻¹, Y), each with 20 runs for its
/// step and damping, once with a fixed step and once with the quadratic model's; then estimates
/// traces and norms of the examined tasks' models in the K-FAC metric. Writes the report of what
/// was finished, if anything was. Throws the errors of reading the data and of writing the report.
DescentStudy descent_study(const DescentStudyOptions& options);

/// The tables as text.
std::string text_of(const DescentStudy& study);

/// One JSON object: study, status, seed, seconds, tasks (name, title, curves), traces,
/// responses, failures, missing.
std::string to_json(const DescentStudy& study);

}  // namespace isotrace::program
