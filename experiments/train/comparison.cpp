#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include <train/comparison.hpp>
#include <train/words.hpp>

namespace isotrace::program {
namespace {

using gradient::DescentOptions;
using gradient::LayerMetric;

std::vector<Curve> curves_of(const std::vector<DescentOptions>& descents) {
  std::vector<Curve> curves;
  for (const auto& one : descents) {
    const bool twice = std::any_of(descents.begin(), descents.end(), [&](const auto& other) {
      return other.metric == one.metric && other.rule != one.rule;
    });
    std::string name = name_of(one.metric);
    if (twice) name += fmt::format(", {}", name_of(one.rule));
    curves.push_back({std::move(name), one.metric, one.rule, {}});
  }
  return curves;
}

/// A loss that no other is below.
double best_loss(const TrainingResult& result) {
  double best = std::numeric_limits<double>::infinity();
  for (const EpochEnd& end : result.epochs) best = std::min(best, end.train.loss);
  return best;
}

/// The first epoch with a training loss that is not above a bound.
std::optional<EpochEnd> reach(const TrainingResult& result, double bound) {
  for (const EpochEnd& end : result.epochs) {
    if (end.train.loss <= bound) return end;
  }
  return std::nullopt;
}

/// The searches of one seed, each with what it tries.
std::vector<std::vector<DescentOptions>> searches(const ComparisonOptions& options,
                                                  const Dataset& data) {
  std::vector<std::vector<DescentOptions>> all;
  for (const auto& base : options.descents) {
    all.push_back(candidates(base, options.tuning, data.train.X));
    if (options.epochs == 0) all.back().resize(1);  // nothing to choose by
  }
  return all;
}

/// Counts the epochs of all searches.
class Counter {
 public:
  Counter(const ComparisonOptions& options, const Dataset& first) : progress_(options.progress) {
    for (const auto& tried : searches(options, first)) {
      total_ += options.seeds * epochs_of(tried, options.epochs);
    }
  }
  std::function<void(Index, double)> of(const std::string& name) const {
    if (!progress_) return {};
    return [this, name](Index done, double loss) {
      progress_(before_ + done, total_, fmt::format("{}, loss {:.4g}", name, loss));
    };
  }
  void finish(Index epochs) { before_ += epochs; }

 private:
  std::function<void(Index, Index, const std::string&)> progress_;
  Index total_ = 0;
  Index before_ = 0;
};

/// The data of every seed, so that a split that is refused is refused before any work.
std::vector<Dataset> data_of(const TrainingTask& task, const ComparisonOptions& options) {
  std::vector<Dataset> all;
  for (Index s = 0; s < options.seeds; ++s) {
    const std::uint64_t seed = options.seed + static_cast<std::uint64_t>(s);
    try {
      all.push_back(task.data(seed));
    } catch (const OptionError& error) {
      if (options.seeds == 1) throw;
      throw OptionError(fmt::format("{} (seed {})", error.what(), seed));
    }
  }
  return all;
}

TrainingRun run_of(std::uint64_t seed, Tuned tuned, const Dataset& data) {
  const Quality train = quality(tuned.result.net, data.encoding, data.train);
  const Quality test = quality(tuned.result.net, data.encoding, data.test);
  return {seed, std::move(tuned), train, test};
}

}  // namespace

Comparison compare(const TrainingTask& task, const ComparisonOptions& options) {
  Comparison out{curves_of(options.descents), false};
  std::vector<Dataset> all = data_of(task, options);
  Counter counter(options, all.front());
  for (std::size_t s = 0; s < all.size() && !out.interrupted; ++s) {
    const std::uint64_t seed = options.seed + s;
    const Dataset data = std::move(all[s]);
    const gradient::Perceptron from = task.beginning(data, seed);
    const auto tried = searches(options, data);
    for (std::size_t k = 0; k < tried.size() && !out.interrupted; ++k) {
      TrainingOptions training{.epochs = options.epochs, .batch = options.batch, .seed = seed};
      training.stop = options.stop;
      training.progress = counter.of(out.curves[k].name);
      Tuned tuned = tune(tried[k], from, data, training, options.threads);
      counter.finish(epochs_of(tried[k], options.epochs));
      out.interrupted = tuned.result.status == TrainingStatus::interrupted;
      out.curves[k].runs.push_back(run_of(seed, std::move(tuned), data));
    }
  }
  std::erase_if(out.curves, [](const Curve& curve) { return curve.runs.empty(); });
  return out;
}

std::optional<EpochEnd> reach_euclidean(const Comparison& comparison, const TrainingRun& run) {
  const auto& curves = comparison.curves;
  const auto euclidean = std::find_if(curves.begin(), curves.end(), [](const Curve& curve) {
    return curve.metric == LayerMetric::euclidean;
  });
  if (euclidean == curves.end()) return std::nullopt;
  for (const TrainingRun& plain : euclidean->runs) {
    const TrainingResult& result = plain.tuned.result;
    if (plain.seed != run.seed || result.status != TrainingStatus::completed) continue;
    return reach(run.tuned.result, best_loss(result));
  }
  return std::nullopt;
}

}  // namespace isotrace::program
