#include "sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/arena.hpp>
#include <lib/parallel/parallel_for.hpp>
#include <lib/parallel/progress.hpp>
#include "block_plan.hpp"

namespace isotrace {

namespace {

/// Values kept at a time; a wave is the largest multiple of the group below it.
constexpr Index wave_limit = Index{1} << 20;

/// Whether a form's values have no density.
bool discrete(const Law& law) {
  return std::holds_alternative<Signs>(law);
}

template <Scalar S>
class Run {
 public:
  Run(const Options& options, const SampleShape& shape, const BlockValues<S>& values)
      : options_(options),
        shape_(shape),
        block_values_(values),
        group_(group(options.law)),
        plan_(plan_blocks(options, {shape.n, sizeof(S), shape.column_bytes, shape.preferred_block,
                                    shape.reentrant})),
        pool_(options.scratch != nullptr ? *options.scratch : own_pool_),
        progress_(options.progress, shape.probes) {}

  Sample operator()() {
    Sample total;
    total.discrete = discrete(options_.law);
    const Index wave = std::max(group_, wave_limit / group_ * group_);
    for (Index first = 0; first < shape_.probes && !total.interrupted; first += wave) {
      const Index count = std::min(wave, shape_.probes - first);
      const Index done = run_wave(first, count);
      total.interrupted = done < count;
      reduce(done, total);
    }
    progress_.finish();
    return total;
  }

 private:
  /// Evaluates probes [first, first + count); returns how many, from the first on, were done.
  /// Blocks are handed out in order and every one begun is finished, so those done are a prefix.
  Index run_wave(Index first, Index count) {
    values_.resize(static_cast<std::size_t>(count));
    norms_.resize(static_cast<std::size_t>(count));
    const Index blocks = (count + plan_.width - 1) / plan_.width;
    const Index tasks = std::min<Index>(plan_.tasks, blocks);
    std::atomic<Index> next{0};
    std::atomic<bool> failed{false};
    parallel_for(tasks, [&](Index) {
      Workspace<S> workspace(pool_);
      while (!stopped() && !failed.load(std::memory_order_relaxed)) {
        const Index block = next.fetch_add(1);
        if (block >= blocks) return;
        try {
          run_block(first, block, count, workspace);
        } catch (...) {
          failed = true;
          throw;
        }
      }
    });
    return std::min(count, next.load() * plan_.width);
  }

  void run_block(Index first, Index block, Index count, Workspace<S>& workspace) {
    const Index begin = block * plan_.width;
    const Index width = std::min(plan_.width, count - begin);
    block_values_({shape_.first + first + begin, width}, workspace, values_.data() + begin,
                  norms_.data() + begin);
    for (Index j = begin; j < begin + width; ++j) {
      values_[j] /= shape_.normalised ? norms_[j] * shape_.moment : shape_.moment;
    }
    progress_.add(width);
  }

  bool stopped() const { return options_.stop != nullptr && options_.stop->load(); }

  /// Adds the group means of the first `done` values to the sample.
  void reduce(Index done, Sample& total) {
    const Index groups = done / group_;
    std::vector<double> means(static_cast<std::size_t>(groups));
    const auto part = [&](auto&& of) {
      for (Index g = 0; g < groups; ++g) {
        double sum = 0;
        for (Index j = g * group_; j < (g + 1) * group_; ++j) sum += of(values_[j]);
        means[g] = sum / static_cast<double>(group_);
      }
      return moments_of(means);
    };
    total.re = Moments::merged(total.re, part([](Wide<S> v) { return real_part(v); }));
    if constexpr (is_complex<S>) {
      total.im = Moments::merged(total.im, part([](Wide<S> v) { return v.imag(); }));
    }
  }

  const Options& options_;
  const SampleShape& shape_;
  const BlockValues<S>& block_values_;
  Index group_;
  BlockPlan plan_;
  ScratchPool own_pool_;
  ScratchPool& pool_;
  Progress progress_;
  std::vector<Wide<S>> values_;
  std::vector<double> norms_;
};

}  // namespace

template <Scalar S>
Sample sample(const Options& options, const SampleShape& shape, const BlockValues<S>& values) {
  return in_arena(options.threads, [&] { return Run<S>(options, shape, values)(); });
}

void require_no_method(const Options& options, const char* what) {
  if (options.method.value_or(Method::hutchinson) == Method::hutchinson) return;
  throw OptionError(fmt::format("{} is sampled: found the method {}, expected {}", what,
                                name(*options.method), name(Method::hutchinson)));
}

#define INSTANTIATE(S) \
  template Sample sample(const Options&, const SampleShape&, const BlockValues<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
