#include "dense_values.hpp"

#include <algorithm>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/blas.hpp>
#include <lib/parallel/parallel_for.hpp>
#include "kernels/dispatch.hpp"

namespace isotrace::detail {

namespace {

/// Rows of T per task.
constexpr Index chunk_rows = 768;
/// Columns of T folded at a time, so that they and their product stay in the second-level cache.
constexpr Index panel_columns = 384;
/// The same for the blocks on the diagonal, half of whose entries are zeros.
constexpr Index diagonal_columns = 128;

/// A panel of T, column-major: entry (r, c) at data[c · rows + r].
template <Scalar S>
struct FoldedPanel {
  S* data;
  Index rows;
  Index cols;

  S& operator()(Index r, Index c) const { return data[c * rows + r]; }
};

/// P ← the panel of A + Aᴴ that begins at row i and column j, which equals T below the diagonal.
/// The memory of a column-major A, read by rows, is Aᵀ, which gives conj(A + Aᴴ).
template <Scalar S>
void fold(DenseView<S> A, Index i, Index j, FoldedPanel<S> P) {
  const S* direct = A.data + i * A.stride + j;
  const S* mirrored = A.data + j * A.stride + i;
  if constexpr (is_complex<S>) {
    for (Index c = 0; c < P.cols; ++c) {
      for (Index r = 0; r < P.rows; ++r) {
        const S sum = direct[r * A.stride + c] + std::conj(mirrored[c * A.stride + r]);
        P(r, c) = A.row_major ? sum : std::conj(sum);
      }
    }
  } else {
    // few columns at a time, so that what the kernel prefetches stays in cache
    for (Index c = 0; c < P.cols; c += diagonal_columns) {
      kernels::value_kernels<S>().fold(mirrored + c * A.stride, A.stride, direct + c, A.stride,
                                       &P(0, c), P.rows, std::min(diagonal_columns, P.cols - c),
                                       P.rows);
    }
  }
}

/// The work of one task: a chunk of rows of T times all columns up to its last row.
template <Scalar S>
class Chunk {
 public:
  Chunk(DenseView<S> A, ConstBlockView<S> X, Index begin, ScratchPool& pool)
      : A_(A),
        X_(X),
        begin_(begin),
        rows_(std::min(chunk_rows, A.rows - begin)),
        memory_(pool.borrow(
            static_cast<std::size_t>(rows_ * (std::min(panel_columns, A.rows) + X.cols)) *
            sizeof(S))) {}

  /// out[j] = Re Σ_i conj(x_ij) (T x_j)_i over the chunk's rows.
  void operator()(Wide<S>* out) const {
    std::fill_n(product(), rows_ * X_.cols, S(0));
    for (Index j = 0; j < begin_; j += panel_columns) {
      const FoldedPanel<S> P{panel(), rows_, std::min(panel_columns, begin_ - j)};
      fold(A_, begin_, j, P);
      add_product(P, j, 0);
    }
    for (Index r = 0; r < rows_; r += diagonal_columns) {
      const FoldedPanel<S> P{panel(), rows_ - r, std::min(diagonal_columns, rows_ - r)};
      fold(A_, begin_ + r, begin_ + r, P);
      for (Index c = 0; c < P.cols; ++c) {
        std::fill_n(&P(0, c), c, S(0));
        P(c, c) *= Real<S>(0.5);
      }
      add_product(P, begin_ + r, r);
    }
    dots(out);
  }

 private:
  S* product() const { return static_cast<S*>(memory_.data()); }  // rows_ × X.cols, column-major
  S* panel() const { return product() + rows_ * X_.cols; }

  /// Adds the product of the panel with rows [column, column + P.cols) of X to the chunk's product,
  /// from row `row` on.
  void add_product(FoldedPanel<S> P, Index column, Index row) const {
    gemm_by_columns<S>(Side::itself, {P.data, P.rows, P.cols, P.rows, false},
                       dense(X_.row_range(column, P.cols)), product() + row, rows_, true);
  }

  void dots(Wide<S>* out) const {
    for (Index j = 0; j < X_.cols; ++j) out[j] = 0;
    for (Index i = 0; i < rows_; ++i) {
      const S* x = X_.row(begin_ + i);
      const S* y = product() + i;
      for (Index j = 0; j < X_.cols; ++j) {
        const auto value =
            static_cast<Wide<S>>(conjugate(x[j])) * static_cast<Wide<S>>(y[j * rows_]);
        out[j] += real_part(value);
      }
    }
  }

  DenseView<S> A_;
  ConstBlockView<S> X_;
  Index begin_;
  Index rows_;
  ScratchPool::Buffer memory_;
};

}  // namespace

template <Scalar S>
void dense_values(DenseView<S> A, ConstBlockView<S> X, ScratchPool& pool, Wide<S>* out) {
  const Index chunks = (A.rows + chunk_rows - 1) / chunk_rows;
  const auto parts = pool.borrow(static_cast<std::size_t>(chunks * X.cols) * sizeof(Wide<S>));
  auto* sums = static_cast<Wide<S>*>(parts.data());
  // Each chunk is one task. The last one is the longest and starts first.
  parallel_for(chunks, [&](Index k) {
    Chunk<S>(A, X, (chunks - 1 - k) * chunk_rows, pool)(sums + k * X.cols);
  });
  for (Index j = 0; j < X.cols; ++j) {
    out[j] = 0;
    for (Index k = chunks - 1; k >= 0; --k) out[j] += sums[k * X.cols + j];
  }
}

#define INSTANTIATE(S) \
  template void dense_values(DenseView<S>, ConstBlockView<S>, ScratchPool&, Wide<S>*);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
