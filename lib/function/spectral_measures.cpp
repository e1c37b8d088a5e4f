#include "spectral_measures.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <isotrace/core/error.hpp>
#include <isotrace/laws/draw.hpp>
#include <isotrace/laws/laws.hpp>
#include <isotrace/trace/interval.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/arena.hpp>
#include <lib/parallel/block_loop.hpp>
#include <lib/parallel/progress.hpp>
#include "hermitian_evidence.hpp"
#include "lanczos_block.hpp"

namespace isotrace::detail {
namespace {

void check(const Options& options, Index steps) {
  if (steps < 1) throw OptionError(fmt::format("the steps are {}, expected 1 or more", steps));
  if (options.tolerance > 0 || options.absolute_tolerance > 0) {
    throw OptionError("found a tolerance, expected none: the matvecs are spent");
  }
  if (options.method.value_or(Method::hutchinson) != Method::hutchinson) {
    throw OptionError(fmt::format("the method is {}, expected hutchinson", name(*options.method)));
  }
  if (options.store != nullptr) throw OptionError("found a store, which a spectrum does not use");
}

/// Columns of a block, and how many blocks are in memory at a time.
struct Plan {
  Index probes, width, tasks;
};

template <Scalar S>
Plan plan(const PulledBack<S>& B, const Options& options, Index steps) {
  constexpr Index preferred = 16;
  const Index group = options.law.group();
  Plan p{};
  p.probes = budget_of(options) / (steps * B.form().apply_matvecs()) / group * group;
  const Index least = least_values(options.confidence, !options.law.continuous());
  if (p.probes < least) {
    throw OptionError(fmt::format("{} matvecs are {} probes of {} steps, expected {} or more",
                                  budget_of(options), p.probes, steps, least));
  }
  const Index rows = 5 * B.dim() + B.form().scratch_rows();
  const auto affordable =
      static_cast<Index>(options.memory / (static_cast<std::size_t>(rows) * sizeof(S)));
  p.width = std::clamp<Index>(affordable, 1, options.block > 0 ? options.block : preferred);
  p.width = std::max<Index>(1, p.width / group) * group;
  p.tasks = B.reentrant() ? std::max<Index>(1, affordable / p.width) : 1;
  return p;
}

}  // namespace

template <Scalar S>
SpectralMeasures spectral_measures(FormRef<S> form, MetricRef<S> metric, const Options& options,
                                   Index steps) {
  isotrace::check(options);
  check(options, steps);
  const PulledBack<S> B(form, metric);
  const Index n = B.dim();
  check_law(options.law, field_of<S>, n);
  if (!form.can_apply()) throw OptionError("a spectrum was asked for of a form without apply");
  require_hermitian(form);
  steps = std::min(steps, n);
  const Plan p = plan(B, options, steps);
  const Stream stream{options.seed};
  SpectralMeasures out;
  out.probes.resize(static_cast<std::size_t>(p.probes));
  Progress progress(options.progress, p.probes);
  const Index blocks = (p.probes + p.width - 1) / p.width;
  const Index finished = in_arena(options.threads, [&] {
    return for_blocks(
        blocks, std::min<Index>(p.tasks, tbb::this_task_arena::max_concurrency()), options.stop,
        [] { return std::make_unique<Workspace<S>>(); },
        [&](std::unique_ptr<Workspace<S>>& ws, Index block) {
          const Index first = block * p.width;
          const Index count = std::min(p.width, p.probes - first);
          const auto probes = ws->block(n, count);
          draw<S>(options.law, stream, first, probes.view());
          LanczosBlock<S> recurrences(B, probes.view(), *ws);
          while (recurrences.steps() < steps) recurrences.step();
          for (Index j = 0; j < count; ++j) {
            out.probes[static_cast<std::size_t>(first + j)] = {recurrences.jacobi(j),
                                                               recurrences.ended(j)};
          }
          progress.add(count);
        });
  });
  progress.finish();
  out.interrupted = finished < blocks;
  out.probes.resize(static_cast<std::size_t>(std::min(p.probes, finished * p.width)));
  return out;
}

#define INSTANTIATE(S) \
  template SpectralMeasures spectral_measures(FormRef<S>, MetricRef<S>, const Options&, Index);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
