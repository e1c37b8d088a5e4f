#include "block_sampling.hpp"

#include <algorithm>
#include <vector>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/block_loop.hpp>
#include <lib/parallel/progress.hpp>
#include "block_plan.hpp"

namespace isotrace {

namespace {

/// Values kept at a time; a wave is the largest multiple of the group below it.
constexpr Index wave_limit = Index{1} << 20;

/// Moments of the means of each `group` values' parts.
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

}  // namespace

template <Scalar S>
Sample sample_blocks(const Options& options, const SampleShape& shape, ScratchPool& pool,
                     const std::function<void(Index, Index)>& tell,
                     const BlockValues<S>& block_values) {
  const Index group = options.law.group();
  const BlockPlan plan = plan_blocks(
      options, {shape.n, sizeof(S), shape.column_bytes, shape.preferred_block, shape.reentrant});
  Progress progress(tell, shape.probes);
  Sample total;
  total.discrete = !options.law.continuous();
  std::vector<Wide<S>> values;
  const Index wave = std::max(group, wave_limit / group * group);
  for (Index first = 0; first < shape.probes && !total.interrupted; first += wave) {
    const Index count = std::min(wave, shape.probes - first);
    values.resize(static_cast<std::size_t>(count));
    const Index blocks = for_blocks((count + plan.width - 1) / plan.width, plan.tasks, options.stop,
                                    [&] { return Workspace<S>(pool); },
                                    [&](Workspace<S>& workspace, Index block) {
                                      const Index begin = block * plan.width;
                                      const Index width = std::min(plan.width, count - begin);
                                      block_values({shape.first + first + begin, width}, workspace,
                                                   values.data() + begin);
                                      progress.add(width);
                                    });
    const Index done = std::min(count, blocks * plan.width);
    total.interrupted = done < count;
    total.re = Moments::merged(
        total.re, moments_of_groups(values, done, group, [](Wide<S> v) { return real_part(v); }));
    if constexpr (is_complex<S>) {
      total.im = Moments::merged(
          total.im, moments_of_groups(values, done, group, [](Wide<S> v) { return v.imag(); }));
    }
  }
  progress.finish();
  return total;
}

#define INSTANTIATE(S)                                                            \
  template Sample sample_blocks(const Options&, const SampleShape&, ScratchPool&, \
                                const std::function<void(Index, Index)>&, const BlockValues<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
