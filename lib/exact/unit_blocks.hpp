#pragma once

#include <fmt/format.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <isotrace/exact/closed_forms.hpp>

#include <lib/core/sum.hpp>
#include <lib/parallel/arena.hpp>
#include <lib/parallel/block_loop.hpp>
#include <lib/parallel/progress.hpp>

namespace isotrace::exact::detail {

/// A partition of the n unit vectors into blocks, and how many tasks may hold a block at a time.
struct UnitBlockPlan {
  Index width;
  Index blocks;
  Index tasks;
};

/// column_bytes: memory of a unit vector in all blocks of a task. The width depends on n and the
/// memory alone. Short memory first lowers the number of tasks, then the width.
inline UnitBlockPlan plan_unit_blocks(const Options& options, Index n, std::size_t column_bytes,
                                      bool reentrant) {
  constexpr Index widest = 64;
  constexpr Index lanes = 16;
  const auto affordable = static_cast<Index>(options.memory / column_bytes);
  Index width = std::clamp<Index>(affordable, 1, widest);
  if (width > lanes) width -= width % lanes;
  width = std::min(width, std::max<Index>(n, 1));
  const Index tasks = reentrant ? std::max<Index>(1, affordable / width) : 1;
  return {width, (n + width - 1) / width, tasks};
}

/// The workspace of one task.
template <Scalar S>
struct TaskMemory {
  RowMatrix<S> basis;
  RowMatrix<S> product;
  RowMatrix<S> adjoint_product;
  Workspace<S> workspace;
};

/// V-orthonormal vectors: the columns [first, first + x.cols) of the identity, mapped by Q.
template <Scalar S>
void orthonormal_columns(MetricRef<S> metric, Index first, BlockView<S> x) {
  eigen(x).setZero();
  for (Index j = 0; j < x.cols; ++j) x(first + j, j) = S(1);
  metric.map(Isometry::forward, x);
}

/// Runs body(memory, first, count) on every block and returns the results by block number. The body
/// must depend on its block only; then no result depends on the number of threads. Throws
/// Interrupted if options.stop requests it before all blocks are done.
template <Scalar S, class Result, class Body>
std::vector<Result> over_unit_blocks(const Options& options, Index n, const UnitBlockPlan& plan,
                                     Body&& body) {
  std::vector<Result> results(static_cast<std::size_t>(plan.blocks));
  Progress progress(options.progress, n);
  const Index done = in_arena(options.threads, [&] {
    const Index threads = tbb::this_task_arena::max_concurrency();
    return for_blocks(
        plan.blocks, std::min(threads, plan.tasks), options.stop, [] { return TaskMemory<S>(); },
        [&](TaskMemory<S>& memory, Index block) {
          const Index first = block * plan.width;
          const Index count = std::min(plan.width, n - first);
          // parallel loops inside an operator must not start another of our tasks on this thread
          isolated([&] { results[block] = body(memory, first, count); });
          progress.add(count);
        });
  });
  progress.finish();
  if (done < plan.blocks) throw Interrupted("stopped before the exact value was complete");
  return results;
}

template <Scalar W>
struct SumOfValues {
  W sum = W(0);
  double size = 0;  ///< Σ |value|, to bound the rounding error
};

/// Σ a(x_j, x_j) over n vectors, which columns(memory, first, count) supplies block by block.
/// Throws NotFiniteError, or Interrupted if options.stop requests it before all are done.
template <Scalar S, class Columns>
SumOfValues<Wide<S>> sum_of_values(FormRef<S> form, Index n, const Options& options,
                                   Columns&& columns) {
  const auto column_bytes = static_cast<std::size_t>(form.dim() + form.scratch_rows()) * sizeof(S);
  const auto plan = plan_unit_blocks(options, n, column_bytes, form.reentrant());
  const auto blocks = over_unit_blocks<S, SumOfValues<Wide<S>>>(
      options, n, plan, [&](TaskMemory<S>& memory, Index first, Index count) {
        std::vector<Wide<S>> values(static_cast<std::size_t>(count));
        form.values(columns(memory, first, count), memory.workspace, values.data());
        for (Index j = 0; j < count; ++j) {
          const std::complex<double> value(values[j]);
          if (std::isfinite(value.real()) && std::isfinite(value.imag())) continue;
          throw NotFiniteError(fmt::format(
              "the form's value at basis vector {} is {}{:+}i, expected a finite number",
              first + j + 1, value.real(), value.imag()));
        }
        double size = 0;
        for (const Wide<S> value : values) size += std::abs(value);
        return SumOfValues<Wide<S>>{sum(values), size};
      });
  std::vector<Wide<S>> sums;
  SumOfValues<Wide<S>> all;
  for (const auto& block : blocks) {
    sums.push_back(block.sum);
    all.size += block.size;
  }
  all.sum = sum(sums);
  return all;
}

}  // namespace isotrace::exact::detail
