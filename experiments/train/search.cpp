#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <utility>

#include <train/search.hpp>

namespace isotrace::program {
namespace {

using gradient::DescentOptions;

/// The loss at the end, infinite without one.
double final_loss(const TrainingResult& result) {
  const bool none = result.status == TrainingStatus::diverged || result.epochs.empty();
  return none ? std::numeric_limits<double>::infinity() : result.epochs.back().train.loss;
}

/// The runs of a search that go on at once: their epochs are counted, and the best one is kept.
class Runs {
 public:
  Runs(Index epochs, std::function<void(Index, double)> progress)
      : epochs_(epochs), progress_(std::move(progress)) {}

  void count(double loss) {
    const std::scoped_lock lock(mutex_);
    ++done_;
    if (progress_) progress_(done_, loss);
  }
  /// Of equal runs the one with the least number is kept.
  void add(std::size_t number, const DescentOptions& descent, TrainingResult result) {
    const std::scoped_lock lock(mutex_);
    done_ += epochs_ - static_cast<Index>(result.epochs.size());  // those after a divergence
    complete_ = complete_ && result.status != TrainingStatus::interrupted;
    const std::pair key(final_loss(result), number);
    if (best_ && !(key < key_)) return;
    key_ = key;
    best_ = Tuned{descent, std::move(result)};
  }
  /// Whether no run was interrupted.
  bool complete() const { return complete_; }
  Tuned take() { return std::move(*best_); }

 private:
  Index epochs_;
  std::function<void(Index, double)> progress_;
  std::mutex mutex_;
  Index done_ = 0;
  bool complete_ = true;
  std::pair<double, std::size_t> key_;
  std::optional<Tuned> best_;
};

}  // namespace

Index epochs_of(const std::vector<DescentOptions>& tried, Index epochs) {
  const auto runs = static_cast<Index>(tried.size());
  return epochs * (runs > 1 ? runs + 1 : runs);
}

Tuned tune(const std::vector<DescentOptions>& tried, const gradient::Perceptron& from,
           const Dataset& data, const TrainingOptions& options, int threads) {
  Runs runs(options.epochs, options.progress);
  const auto run = [&](const DescentOptions& descent) {
    TrainingOptions own = options;
    own.descent = descent;
    own.progress = [&runs](Index, double loss) { runs.count(loss); };
    return train(from, data, own);
  };
  tbb::task_arena(std::max(1, threads)).execute([&] {
    tbb::parallel_for(std::size_t{0}, tried.size(),
                      [&](std::size_t k) { runs.add(k, tried[k], run(tried[k])); });
  });
  Tuned tuned = runs.take();
  if (!runs.complete()) {
    tuned.result.status = TrainingStatus::interrupted;
  } else if (tried.size() > 1) {
    TrainingResult alone = run(tuned.descent);
    if (alone.status != TrainingStatus::interrupted) tuned.result = std::move(alone);
  }
  return tuned;
}

}  // namespace isotrace::program
