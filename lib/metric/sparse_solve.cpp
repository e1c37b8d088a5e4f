#include "sparse_solve.hpp"

#include <fmt/format.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>

#include <lib/core/instantiate.hpp>
#include <lib/core/sum.hpp>
#include <lib/linalg/kernel_tables.hpp>
#include <lib/parallel/arena.hpp>
#include <lib/parallel/block_loop.hpp>

namespace isotrace::detail {
namespace {

/// The columns [first, first + z.cols) of the cover, solved for.
template <Scalar S>
void solve(const PanelFactor<S>& factor, const ColumnCover<S>& cover, Index first, BlockView<S> z) {
  eigen(z).setZero();
  for (Index j = 0; j < z.cols; ++j) z(cover.columns[first + j], j) = S(1);
  panel_kernels<S>().solve_lower(factor.list(), real_block(z));
  panel_kernels<S>().solve_lower_adjoint(factor.list(), real_block(z));
}

/// The sum over the entries of the cover's columns [first, first + z.cols).
template <Scalar S>
EntrySum<S> sum_of_columns(const ColumnCover<S>& cover, Index first, ConstBlockView<S> z) {
  std::vector<Wide<S>> terms;
  double size = 0;
  for (Index j = 0; j < z.cols; ++j) {
    const int column = cover.columns[first + j];
    for (auto at = cover.begin[first + j]; at < cover.begin[first + j + 1]; ++at) {
      const Entry<S>& entry = cover.entries[at];
      const S inverse = entry.row == column ? z(entry.column, j) : conjugate(z(entry.row, j));
      terms.push_back(Wide<S>(entry.value) * Wide<S>(inverse));
      size += std::abs(terms.back());
    }
  }
  return {sum(terms), size};
}

}  // namespace

template <Scalar S>
EntrySum<S> sum_by_solves(const PanelFactor<S>& factor, const ColumnCover<S>& cover, Index n,
                          const EntryOptions& options) {
  constexpr Index widest = 64;
  const std::size_t column = static_cast<std::size_t>(n) * sizeof(S);
  const auto affordable = static_cast<Index>(options.memory / column);
  if (affordable == 0) {
    throw OptionError(
        fmt::format("a solve needs {} bytes of memory, allowed are {}", column, options.memory));
  }
  const auto columns = static_cast<Index>(cover.columns.size());
  const Index width = std::min(widest, affordable);
  const Index blocks = (columns + width - 1) / width;
  std::vector<EntrySum<S>> parts(static_cast<std::size_t>(blocks));
  const Index done = in_arena(options.threads, [&] {
    const Index threads = tbb::this_task_arena::max_concurrency();
    return for_blocks(
        blocks, std::min(threads, affordable / width), options.stop, [] { return RowMatrix<S>(); },
        [&](RowMatrix<S>& z, Index block) {
          const Index first = block * width;
          z.resize(n, std::min(width, columns - first));
          solve(factor, cover, first, view(z));
          parts[block] = sum_of_columns<S>(cover, first, view(std::as_const(z)));
        });
  });
  if (done < blocks) throw Interrupted("stopped before the exact value was complete");
  return {sum(parts, [](const auto& part) { return part.value; }),
          sum(parts, [](const auto& part) { return part.size; })};
}

#define INSTANTIATE(S)                                                                    \
  template EntrySum<S> sum_by_solves(const PanelFactor<S>&, const ColumnCover<S>&, Index, \
                                     const EntryOptions&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
