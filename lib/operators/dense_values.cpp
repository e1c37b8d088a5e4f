#include "dense_values.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>

#include <isotrace/operators/multiply.hpp>

#include "../metric/blas.hpp"
#include "kernels/dispatch.hpp"

namespace isotrace::detail {

namespace {

/// Rows and columns of a panel of T: it and its share of a product stay in a second-level cache.
constexpr Index panel = 384;

/// P ← a panel of T, rows [i, i + P.rows), columns [j, j + P.cols), with 2 Re a_ii on the diagonal.
/// As rows of memory a column-major A is Aᵀ, whose fold is conj(T).
template <Scalar S>
void fold(DenseView<S> A, Index i, Index j, BlockView<S> P) {
  const S* direct = A.data + i * A.stride + j;
  const S* mirrored = A.data + j * A.stride + i;
  if constexpr (is_complex<S>) {
    for (Index r = 0; r < P.rows; ++r) {
      for (Index c = 0; c < P.cols; ++c) {
        const S sum = direct[r * A.stride + c] + std::conj(mirrored[c * A.stride + r]);
        P(r, c) = A.row_major ? sum : std::conj(sum);
      }
    }
  } else {
    kernels::value_kernels<S>().fold(direct, A.stride, mirrored, A.stride, P.data, P.stride, P.rows,
                                     P.cols);
  }
}

/// One task's share: a chunk of rows of T against all columns before its end.
template <Scalar S>
class Chunk {
 public:
  Chunk(DenseView<S> A, ConstBlockView<S> X, Index begin, Index rows, ScratchPool& pool)
      : A_(A),
        X_(X),
        begin_(begin),
        rows_(rows),
        panel_columns_(std::min(panel, A.rows)),
        memory_(pool.borrow(static_cast<std::size_t>(rows * (panel_columns_ + 2 * X.cols)) *
                            sizeof(S))) {}

  /// out[j] = Re Σ_i conj(x_ij) (T x_j)_i over the chunk's rows.
  void operator()(Wide<S>* out) {
    const BlockView<S> Y{data() + rows_ * panel_columns_, rows_, X_.cols, X_.cols};
    const BlockView<S> Z{Y.data + rows_ * X_.cols, rows_, X_.cols, X_.cols};
    const ConstBlockView<S> own = X_.row_range(begin_, rows_);
    eigen(Y) = eigen(own);
    multiply_diagonal(Y);
    for (Index j = 0; j < begin_; j += panel) {
      const BlockView<S> P = view_of_panel(std::min(panel, begin_ - j));
      fold(A_, begin_, j, P);
      gemm<S>({P.data, P.rows, P.cols, P.stride, true}, X_.row_range(j, P.cols), Z, j > 0);
    }
    if (begin_ > 0) eigen(Y) += eigen(Z);
    column_dots<S>(Y, own, out);
    if constexpr (is_complex<S>) {
      for (Index j = 0; j < X_.cols; ++j) out[j] = out[j].real();
    }
  }

 private:
  S* data() const { return static_cast<S*>(memory_.data()); }
  BlockView<S> view_of_panel(Index cols) const { return {data(), rows_, cols, cols}; }

  void multiply_diagonal(BlockView<S> Y) const {
    const BlockView<S> P = view_of_panel(rows_);
    fold(A_, begin_, begin_, P);
    for (Index i = 0; i < rows_; ++i) P(i, i) *= Real<S>(0.5);
    triangular<S>(Triangular::multiply, {P.data, P.rows, P.cols, P.stride, true}, Y);
  }

  DenseView<S> A_;
  ConstBlockView<S> X_;
  Index begin_;
  Index rows_;
  Index panel_columns_;
  ScratchPool::Buffer memory_;
};

}  // namespace

template <Scalar S>
void dense_values(DenseView<S> A, ConstBlockView<S> X, ScratchPool& pool, Wide<S>* out) {
  const Index chunks = (A.rows + panel - 1) / panel;
  const auto parts = pool.borrow(static_cast<std::size_t>(chunks * X.cols) * sizeof(Wide<S>));
  auto* sums = static_cast<Wide<S>*>(parts.data());
  // The longest chunk, the last, first: each is one task.
  tbb::parallel_for(
      Index{0}, chunks,
      [&](Index k) {
        const Index begin = (chunks - 1 - k) * panel;
        Chunk<S>(A, X, begin, std::min(panel, A.rows - begin), pool)(sums + k * X.cols);
      },
      tbb::simple_partitioner());
  for (Index j = 0; j < X.cols; ++j) {
    out[j] = 0;
    for (Index k = chunks - 1; k >= 0; --k) out[j] += sums[k * X.cols + j];
  }
}

template void dense_values(DenseView<float>, ConstBlockView<float>, ScratchPool&, double*);
template void dense_values(DenseView<double>, ConstBlockView<double>, ScratchPool&, double*);
template void dense_values(DenseView<std::complex<float>>, ConstBlockView<std::complex<float>>,
                           ScratchPool&, std::complex<double>*);
template void dense_values(DenseView<std::complex<double>>, ConstBlockView<std::complex<double>>,
                           ScratchPool&, std::complex<double>*);

}  // namespace isotrace::detail
