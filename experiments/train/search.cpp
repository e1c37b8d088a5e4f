#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include <train/search.hpp>

namespace isotrace::program {
namespace {

using gradient::DescentOptions;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What decides between runs: losses at the end, infinite after a divergence.
struct Score {
  double train = infinity;
  double held_out = infinity;
};

Score score_of(const TrainingResult& result) {
  if (result.status == TrainingStatus::diverged || result.epochs.empty()) return {};
  const EpochEnd& end = result.epochs.back();
  return {end.train.loss, std::isfinite(end.test.loss) ? end.test.loss : infinity};
}

/// Of the runs with the same damping the one with the least training loss, and of these the one
/// with the least held-out loss, then of equal ones the first.
std::size_t best_of(const std::vector<DescentOptions>& tried, const std::vector<Score>& scores) {
  std::map<double, std::size_t> best_step;  // by the damping
  for (std::size_t k = 0; k < tried.size(); ++k) {
    const auto [at, first] = best_step.try_emplace(tried[k].damping, k);
    if (!first && scores[k].train < scores[at->second].train) at->second = k;
  }
  std::size_t best = best_step.begin()->second;
  for (const auto& [damping, k] : best_step) {
    if (scores[k].held_out < scores[best].held_out) best = k;
  }
  return best;
}

bool searches_damping(const std::vector<DescentOptions>& tried) {
  return std::any_of(tried.begin(), tried.end(),
                     [&](const auto& one) { return one.damping != tried.front().damping; });
}

/// A fifth of the training part in place of the test part, if there is one of a row at least.
Dataset held_out(const Dataset& data) {
  const Index rows = data.train.size();
  const Index kept = rows - rows / 5;
  if (kept == rows) return data;
  return {data.encoding,
          {data.train.X.leftCols(kept), data.train.T.leftCols(kept)},
          {data.train.X.rightCols(rows - kept), data.train.T.rightCols(rows - kept)}};
}

/// Counts the epochs of runs that go on at once.
class Progress {
 public:
  Progress(Index epochs, std::function<void(Index, double)> report)
      : epochs_(epochs), report_(std::move(report)) {}

  void count(double loss) {
    const std::scoped_lock lock(mutex_);
    loss_ = loss;
    ++done_;
    if (report_) report_(done_, loss_);
  }
  /// The epochs that a run ended before, by divergence, are done.
  void finish(const TrainingResult& result) {
    const std::scoped_lock lock(mutex_);
    done_ += epochs_ - static_cast<Index>(result.epochs.size());
    if (report_) report_(done_, loss_);
  }

 private:
  Index epochs_;
  std::function<void(Index, double)> report_;
  std::mutex mutex_;
  Index done_ = 0;
  double loss_ = 0;
};

}  // namespace

Index epochs_of(const std::vector<DescentOptions>& tried, Index epochs) {
  const auto runs = static_cast<Index>(tried.size());
  return epochs * (runs > 1 ? runs + 1 : runs);
}

Tuned tune(const std::vector<DescentOptions>& tried, const gradient::Perceptron& from,
           const Dataset& data, const TrainingOptions& options, int threads) {
  Progress progress(options.epochs, options.progress);
  const auto run = [&](const DescentOptions& descent, const Dataset& rows) {
    TrainingOptions own = options;
    own.descent = descent;
    own.progress = [&progress](Index, double loss) { progress.count(loss); };
    TrainingResult result = train(from, rows, own);
    progress.finish(result);
    return result;
  };
  if (tried.size() == 1) return {tried.front(), run(tried.front(), data)};
  const Dataset rows = searches_damping(tried) ? held_out(data) : data;
  std::vector<Score> scores(tried.size());
  std::mutex mutex;
  std::optional<Tuned> so_far;
  double least = infinity;
  const auto keep = [&](std::size_t k, TrainingResult result) {
    const std::scoped_lock lock(mutex);
    scores[k] = score_of(result);
    if (so_far && !(scores[k].train < least)) return;
    least = scores[k].train;
    so_far = Tuned{tried[k], std::move(result)};
  };
  tbb::task_arena(std::max(1, threads)).execute([&] {
    tbb::parallel_for(std::size_t{0}, tried.size(),
                      [&](std::size_t k) { keep(k, run(tried[k], rows)); });
  });
  if (!options.stop.requested()) {
    const std::size_t best = best_of(tried, scores);
    Tuned tuned{tried[best], run(tried[best], data)};
    if (tuned.result.status != TrainingStatus::interrupted) return tuned;
  }
  so_far->result.status = TrainingStatus::interrupted;
  return std::move(*so_far);
}

}  // namespace isotrace::program
