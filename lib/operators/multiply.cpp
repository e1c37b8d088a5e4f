#include <isotrace/operators/multiply.hpp>

#include <fmt/format.h>
#include <lib/core/instantiate.hpp>
#include <lib/linalg/blas.hpp>
#include <lib/linalg/kernel_tables.hpp>
#include "column_tiles.hpp"

namespace isotrace {
namespace {

/// Y ← op(A) X needs X with `inner` rows, Y with `outer` rows, and as many columns in both.
template <Scalar S>
void check_shapes(const char* product, Index rows, Index cols, bool adjoint, ConstBlockView<S> x,
                  ConstBlockView<S> y) {
  const Index inner = adjoint ? rows : cols;
  const Index outer = adjoint ? cols : rows;
  if (x.rows != inner) {
    throw ShapeError(fmt::format("{} with A {} x {} and X {} x {}: expected X with {} rows",
                                 product, rows, cols, x.rows, x.cols, inner));
  }
  if (y.rows != outer || y.cols != x.cols) {
    throw ShapeError(
        fmt::format("{} with A {} x {} and X {} x {}: expected Y {} x {}, found {} x {}", product,
                    rows, cols, x.rows, x.cols, outer, x.cols, y.rows, y.cols));
  }
}

template <Scalar S>
detail::SparseLists<Real<S>> lists(SparseView<S> a) {
  return detail::sparse_lists(a.outer, a.inner, a.values, a.row_major ? a.rows : a.cols);
}

}  // namespace

template <class S>
void multiply(DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y) {
  check_shapes<S>("A X", A.rows, A.cols, false, X, Y);
  detail::gemm(detail::Side::itself, A, X, Y);
}

template <class S>
void multiply_adjoint(DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y) {
  check_shapes<S>("A^H X", A.rows, A.cols, true, X, Y);
  detail::gemm(detail::Side::adjoint, A, X, Y);
}

template <class S>
void multiply(SparseView<S> A, ConstBlockView<S> X, BlockView<S> Y) {
  check_shapes<S>("A X", A.rows, A.cols, false, X, Y);
  const auto& kernels = detail::product_kernels<S>();
  const auto x = detail::real_block(X);
  const auto y = detail::real_block(Y);
  if (A.row_major) {
    kernels.gather(lists(A), x, y);
  } else {
    kernels.scatter(lists(A), x, y, Y.rows);
  }
}

template <class S>
void multiply_adjoint(SparseView<S> A, ConstBlockView<S> X, BlockView<S> Y) {
  check_shapes<S>("A^H X", A.rows, A.cols, true, X, Y);
  const auto& kernels = detail::product_kernels<S>();
  const auto x = detail::real_block(X);
  const auto y = detail::real_block(Y);
  if (A.row_major) {
    kernels.scatter_conjugated(lists(A), x, y, Y.rows);
  } else {
    kernels.gather_conjugated(lists(A), x, y);
  }
}

template <class S>
void inner_products(ConstBlockView<S> X, ConstBlockView<S> Y, Wide<S>* out) {
  if (X.rows != Y.rows || X.cols != Y.cols) {
    throw ShapeError(fmt::format("inner products of X {} x {} and Y {} x {}: expected equal shapes",
                                 X.rows, X.cols, Y.rows, Y.cols));
  }
  detail::for_tiles(X.cols, [&](auto width, Index first, Index count) {
    constexpr int W = decltype(width)::value;
    const Index columns = W > 0 ? W : count;
    double re[detail::tile_width] = {};
    double im[detail::tile_width] = {};
    for (Index i = 0; i < X.rows; ++i) {
      const Real<S>* x = detail::reals(X.row(i) + first);
      const Real<S>* y = detail::reals(Y.row(i) + first);
      for (Index j = 0; j < columns; ++j) {
        if constexpr (is_complex<S>) {
          const double xr = x[2 * j], xi = x[2 * j + 1], yr = y[2 * j], yi = y[2 * j + 1];
          re[j] += yr * xr + yi * xi;
          im[j] += yr * xi - yi * xr;
        } else {
          re[j] += static_cast<double>(y[j]) * x[j];
        }
      }
    }
    for (Index j = 0; j < columns; ++j) {
      if constexpr (is_complex<S>) {
        out[first + j] = {re[j], im[j]};
      } else {
        out[first + j] = re[j];
      }
    }
  });
}

#define INSTANTIATE(S)                                                            \
  template void multiply(DenseView<S>, ConstBlockView<S>, BlockView<S>);          \
  template void multiply(SparseView<S>, ConstBlockView<S>, BlockView<S>);         \
  template void multiply_adjoint(DenseView<S>, ConstBlockView<S>, BlockView<S>);  \
  template void multiply_adjoint(SparseView<S>, ConstBlockView<S>, BlockView<S>); \
  template void inner_products(ConstBlockView<S>, ConstBlockView<S>, Wide<S>*);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
