#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <train/search.hpp>

namespace isotrace::program {

/// What is trained, by the seed.
struct TrainingTask {
  std::function<Dataset(std::uint64_t)> data;
  std::function<gradient::Perceptron(const Dataset&, std::uint64_t)> beginning;
};

struct ComparisonOptions {
  std::vector<gradient::DescentOptions> descents = {};  ///< a curve each, to be searched
  Tuning tuning = {};
  Index epochs = 100;
  Index batch = 0;  ///< samples of a step; 0: all
  std::uint64_t seed = 1;
  Index seeds = 1;  ///< seed, seed + 1, …; each with its split, its beginning and its search
  int threads = 1;
  Stop stop = {};
  /// (epochs done, all, the curve's name and the last loss), one at a time
  std::function<void(Index, Index, const std::string&)> progress = {};
};

/// The best run of a search.
struct TrainingRun {
  std::uint64_t seed;
  Tuned tuned;
  Quality train, test;  ///< of the parameters that it ended with
};

/// The runs of one metric, with one rule for the step.
struct Curve {
  std::string name;  ///< the metric, and the rule if a metric occurs with two
  gradient::LayerMetric metric;
  gradient::StepRule rule;
  std::vector<TrainingRun> runs;  ///< in the order of the seeds
};

struct Comparison {
  std::vector<Curve> curves;  ///< those with a run
  bool interrupted = false;
};

/// Trains with every seed and every curve's options. If interrupted, the last run is the last one
/// of its curve, and marked. Throws what the task does, for a seed's data before any run, naming
/// the seed where there are several.
Comparison compare(const TrainingTask& task, const ComparisonOptions& options);

/// The epoch in which a run first was as good as the Euclidean run of the same seed ever was, by
/// its training loss: that of the first Euclidean curve. Nothing without a complete one, or if it
/// never was.
std::optional<EpochEnd> reach_euclidean(const Comparison& comparison, const TrainingRun& run);

}  // namespace isotrace::program
