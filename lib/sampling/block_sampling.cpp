#include "block_sampling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include <isotrace/core/error.hpp>
#include <isotrace/laws/laws.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/block_loop.hpp>
#include <lib/parallel/progress.hpp>
#include "block_plan.hpp"
#include "kept_prefix.hpp"

namespace isotrace {

namespace {

/// Most values held in memory. A wave has the largest multiple of the group size within this limit.
constexpr Index wave_limit = Index{1} << 20;

/// Moments of the group means of of(value), over the first `done` values.
template <Scalar W, class Of>
Moments moments_of_groups(const std::vector<W>& values, Index done, Index group, Of of) {
  std::vector<double> means(static_cast<std::size_t>(done / group));
  for (Index g = 0; g < done / group; ++g) {
    double sum = 0;
    for (Index j = g * group; j < (g + 1) * group; ++j) sum += of(values[j]);
    means[g] = sum / static_cast<double>(group);
  }
  return moments_of(means);
}

/// One call of sample_blocks().
template <Scalar S>
class Sampling {
 public:
  Sampling(const Options& options, const SampleShape& shape, ScratchPool& pool,
           const std::function<void(Index, Index)>& tell, const BlockValues<S>& values)
      : options_(options),
        shape_(shape),
        pool_(pool),
        block_values_(values),
        group_(options.law.group()),
        plan_(plan_blocks(options, {shape.n, sizeof(S), shape.column_bytes, shape.preferred_block,
                                    shape.reentrant})),
        progress_(tell, shape.probes) {}

  Sample operator()() {
    Sample total;
    total.discrete = !options_.law.continuous();
    total.values_tell = equal_values_tell(options_.law);
    const Index wave = std::max(group_, wave_limit / group_ * group_);
    for (Index first = 0; first < shape_.probes && !total.interrupted; first += wave) {
      const Index count = std::min(wave, shape_.probes - first);
      const auto moments = wave_moments(shape_.first + first, count);
      total.interrupted = moments.re.count * group_ < count;
      total.re = Moments::merged(total.re, moments.re);
      total.im = Moments::merged(total.im, moments.im);
    }
    progress_.finish();
    return total;
  }

 private:
  /// Moments of a wave, or of the part of it that is done when the caller stops.
  SampleStore::WaveMoments wave_moments(Index first, Index count) {
    if (options_.store != nullptr) {
      if (const auto kept = options_.store->wave(first, count)) {
        progress_.add(count);
        return *kept;
      }
    }
    const Index done = evaluate(first, count);
    SampleStore::WaveMoments moments{
        moments_of_groups(values_, done, group_, [](Wide<S> v) { return real_part(v); }), {}};
    if constexpr (is_complex<S>) {
      moments.im = moments_of_groups(values_, done, group_, [](Wide<S> v) { return v.imag(); });
    }
    if (options_.store != nullptr && done == count) {
      options_.store->finish_wave(first, count, moments);
    }
    return moments;
  }

  /// Evaluates probes [first, first + count) and returns how many are done: the leading ones, if
  /// the caller stops. Values found in the store are not evaluated again.
  Index evaluate(Index first, Index count) {
    values_.resize(static_cast<std::size_t>(count));
    const Index begun = kept_blocks(first, count);
    const Index blocks = (count + plan_.width - 1) / plan_.width;
    KeptPrefix kept(options_.store, first, count, plan_.width, begun);
    const Index done = for_blocks(
        blocks - begun, plan_.tasks, options_.stop, [&] { return Workspace<S>(pool_); },
        [&](Workspace<S>& workspace, Index next) {
          const Index block = begun + next;
          const Index begin = block * plan_.width;
          const Index width = std::min(plan_.width, count - begin);
          block_values_({first + begin, width}, workspace, values_.data() + begin);
          kept.done(block, values_.data());
          progress_.add(width);
        });
    return std::min(count, (begun + done) * plan_.width);
  }

  /// Copies the values found in the store; returns the number of their blocks.
  Index kept_blocks(Index first, Index count) {
    if (options_.store == nullptr) return 0;
    constexpr Index numbers = is_complex<S> ? 2 : 1;
    const Index kept =
        options_.store->values(first, count, numbers, reinterpret_cast<double*>(values_.data()));
    progress_.add(kept);
    if (kept == count) return (count + plan_.width - 1) / plan_.width;
    if (kept % plan_.width == 0) return kept / plan_.width;
    throw OptionError(
        fmt::format("the store has {} values of a wave, expected whole blocks of {}: it is of "
                    "another run",
                    kept, plan_.width));
  }

  const Options& options_;
  const SampleShape& shape_;
  ScratchPool& pool_;
  const BlockValues<S>& block_values_;
  Index group_;
  BlockPlan plan_;
  Progress progress_;
  std::vector<Wide<S>> values_;
};

}  // namespace

template <Scalar S>
Sample sample_blocks(const Options& options, const SampleShape& shape, ScratchPool& pool,
                     const std::function<void(Index, Index)>& progress,
                     const BlockValues<S>& values) {
  return Sampling<S>(options, shape, pool, progress, values)();
}

#define INSTANTIATE(S)                                                            \
  template Sample sample_blocks(const Options&, const SampleShape&, ScratchPool&, \
                                const std::function<void(Index, Index)>&, const BlockValues<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
