#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <mutex>
#include <utility>

#include <isotrace/core/error.hpp>
#include <train/search.hpp>

namespace isotrace::program {
namespace {

using gradient::DescentOptions;
using gradient::LayerMetric;
using gradient::StepRule;

/// From low to high, equal factors apart.
std::vector<double> geometric(double low, double high, int count) {
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(count));
  for (int k = 0; k < count; ++k) {
    values.push_back(low * std::pow(high / low, count > 1 ? double(k) / (count - 1) : 0));
  }
  return values;
}

/// The loss at the end, infinite if there is none.
double final_loss(const TrainingResult& result) {
  const bool none = result.status == TrainingStatus::diverged || result.epochs.empty();
  return none ? std::numeric_limits<double>::infinity() : result.epochs.back().train.loss;
}

/// The best run of a search that is going on; of equal ones the first.
class Best {
 public:
  Best(Index epochs, std::function<void(Index, double)> progress)
      : epochs_(epochs), progress_(std::move(progress)) {}

  void count(double loss) {
    const std::scoped_lock lock(mutex_);
    ++done_;
    last_ = loss;
    if (progress_) progress_(done_, last_);
  }
  void add(std::size_t number, const DescentOptions& descent, TrainingResult result) {
    const std::scoped_lock lock(mutex_);
    done_ += epochs_ - static_cast<Index>(result.epochs.size());  // a divergence saves the others
    if (progress_) progress_(done_, last_);
    interrupted_ = interrupted_ || result.status == TrainingStatus::interrupted;
    const std::pair key(final_loss(result), number);
    if (best_ && !(key < key_)) return;
    key_ = key;
    best_ = Tuned{descent, std::move(result)};
  }
  bool interrupted() const { return interrupted_; }
  Tuned take() { return std::move(*best_); }

 private:
  Index epochs_;
  std::function<void(Index, double)> progress_;
  std::mutex mutex_;
  Index done_ = 0;
  double last_ = 0;
  bool interrupted_ = false;
  std::pair<double, std::size_t> key_;
  std::optional<Tuned> best_;
};

}  // namespace

std::vector<DescentOptions> candidates(const DescentOptions& base, const Fixed& fixed,
                                       const RowMatrix<double>& X) {
  constexpr int trials = 20;
  constexpr int steps_beside_dampings = 5;
  const bool damps = base.metric != LayerMetric::euclidean || base.rule == StepRule::quadratic;
  const bool search_step = !fixed.step && base.rule != StepRule::quadratic;
  const bool search_damping = !fixed.damping && damps;
  std::vector<double> steps{fixed.step.value_or(base.step)};
  std::vector<double> dampings{fixed.damping.value_or(base.damping)};
  const bool inputs = base.metric == LayerMetric::mahalanobis || base.metric == LayerMetric::kfac;
  const double moment = 1 + X.squaredNorm() / static_cast<double>(X.cols());
  if (!std::isfinite(moment)) {
    throw OptionError(
        "--data: found features whose squares overflow, expected smaller ones: --standardise "
        "scales them");
  }
  const double mean = moment / static_cast<double>(X.rows() + 1);
  if (search_step) {
    const int count = search_damping ? steps_beside_dampings : trials;
    steps = inputs ? geometric(1e-3, 30, count) : geometric(1 / moment, 1e3 / moment, count);
  }
  if (search_damping) {
    const double unit = base.metric == LayerMetric::fisher ? 1 : mean;
    const int count = search_step ? trials / steps_beside_dampings : trials;
    dampings = geometric(1e-9 * unit, unit, count);
  }
  std::vector<DescentOptions> all;
  for (const double damping : dampings) {
    for (const double step : steps) {
      all.push_back(base);
      all.back().damping = damping;
      all.back().step = step;
    }
  }
  return all;
}

Index epochs_of(const std::vector<DescentOptions>& tried, Index epochs) {
  const auto runs = static_cast<Index>(tried.size());
  return epochs * (runs > 1 ? runs + 1 : runs);
}

Tuned best_of(const std::vector<DescentOptions>& tried, const gradient::Perceptron& from,
              const Dataset& data, const TrainingOptions& options, int threads) {
  Best best(options.epochs, options.progress);
  const auto run = [&](const DescentOptions& descent) {
    TrainingOptions own = options;
    own.descent = descent;
    own.progress = [&best](Index, double loss) { best.count(loss); };
    return train(from, data, own);
  };
  tbb::task_arena(std::max(1, threads)).execute([&] {
    tbb::parallel_for(std::size_t{0}, tried.size(),
                      [&](std::size_t k) { best.add(k, tried[k], run(tried[k])); });
  });
  Tuned tuned = best.take();
  if (best.interrupted()) {
    tuned.result.status = TrainingStatus::interrupted;
  } else if (tried.size() > 1) {
    TrainingResult alone = run(tuned.descent);
    if (alone.status != TrainingStatus::interrupted) tuned.result = std::move(alone);
  }
  return tuned;
}

}  // namespace isotrace::program
