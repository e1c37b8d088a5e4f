#include <algorithm>

#include <isotrace/core/scratch.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/parallel_for.hpp>
#include "blas.hpp"

namespace isotrace::detail {
namespace {

/// Rows per task: few enough for several tasks, many enough that the BLAS seldom repacks X.
constexpr Index panel_rows = 1024;

/// Memory for the panels of running products, at most 2·panel_rows rows per thread, kept for reuse:
/// fresh memory costs more. Never destroyed, as products may be computed until the process exits.
ScratchPool& panel_pool() {
  static auto& pool = *new ScratchPool;
  return pool;
}

/// Rows [first, first + count) of A; for the adjoint, these columns of A.
template <Scalar S>
DenseView<S> part(Side side, DenseView<S> A, Index first, Index count) {
  const bool by_rows = side == Side::itself;
  const Index step = by_rows == A.row_major ? A.stride : 1;
  return {offset(A.data, first * step), by_rows ? count : A.rows, by_rows ? A.cols : count,
          A.stride, A.row_major};
}

}  // namespace

template <Scalar S>
void gemm(Side side, DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y, bool accumulate) {
  const Index panels = std::max<Index>(1, (Y.rows + panel_rows / 2) / panel_rows);
  parallel_for(panels, [&](Index p) {
    const Index begin = Y.rows * p / panels;
    const Index rows = Y.rows * (p + 1) / panels - begin;
    const auto memory = panel_pool().borrow(static_cast<std::size_t>(rows * Y.cols) * sizeof(S));
    auto* panel = static_cast<S*>(memory.data());
    gemm_by_columns(side, part(side, A, begin, rows), dense(X), panel, rows);
    const Eigen::Map<const ColMatrix<S>> product(panel, rows, Y.cols);
    auto own = eigen(Y.row_range(begin, rows));
    if (accumulate) {
      own += product;
    } else {
      own = product;
    }
  });
}

#define INSTANTIATE(S) \
  template void gemm(Side, DenseView<S>, ConstBlockView<S>, BlockView<S>, bool);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
