#if !defined(ISOTRACE_OPENBLAS)

#include <lib/core/instantiate.hpp>
#include "blas.hpp"

namespace isotrace::detail {
namespace {

/// Calls f with A as an Eigen map in its storage order.
template <Scalar S, class F>
void with_eigen(DenseView<S> a, F&& f) {
  const Eigen::OuterStride<> stride(a.stride);
  if (a.row_major) {
    f(Eigen::Map<const RowMatrix<S>, 0, Eigen::OuterStride<>>(a.data, a.rows, a.cols, stride));
  } else {
    f(Eigen::Map<const ColMatrix<S>, 0, Eigen::OuterStride<>>(a.data, a.rows, a.cols, stride));
  }
}

}  // namespace

template <Scalar S>
void gemm_by_columns(Side side, DenseView<S> A, DenseView<S> X, S* Y, Index stride,
                     bool accumulate) {
  const Index rows = side == Side::itself ? A.rows : A.cols;
  Eigen::Map<ColMatrix<S>, 0, Eigen::OuterStride<>> y(Y, rows, X.cols,
                                                      Eigen::OuterStride<>(stride));
  if (!accumulate) y.setZero();
  with_eigen(A, [&](const auto& a) {
    with_eigen(X, [&](const auto& x) {
      if (side == Side::itself) {
        y.noalias() += a * x;
      } else {
        y.noalias() += a.adjoint() * x;
      }
    });
  });
}

template <Scalar S>
void gram_by_columns(DenseView<S> A, S* C, Index stride) {
  const Eigen::Map<const ColMatrix<S>, 0, Eigen::OuterStride<>> a(A.data, A.rows, A.cols,
                                                                  Eigen::OuterStride<>(A.stride));
  Eigen::Map<ColMatrix<S>, 0, Eigen::OuterStride<>> c(C, A.cols, A.cols,
                                                      Eigen::OuterStride<>(stride));
  auto upper = c.template triangularView<Eigen::Upper>();
  upper.setZero();
  c.template selfadjointView<Eigen::Upper>().rankUpdate(a.adjoint());
}

template <Scalar S>
void triangular(Triangular which, DenseView<S> L, BlockView<S> X) {
  if (X.rows == 0 || X.cols == 0) return;
  with_eigen(L, [&](const auto& matrix) {
    const auto lower = matrix.template triangularView<Eigen::Lower>();
    auto block = eigen(X);
    switch (which) {
      case Triangular::multiply: block = lower * RowMatrix<S>(block); break;
      case Triangular::multiply_adjoint: block = lower.adjoint() * RowMatrix<S>(block); break;
      case Triangular::solve: lower.solveInPlace(block); break;
      case Triangular::solve_adjoint: lower.adjoint().solveInPlace(block); break;
    }
  });
}

template <Scalar S>
void solve_upper(Side side, ConstBlockView<S> U, BlockView<S> X) {
  if (X.rows == 0 || X.cols == 0) return;
  const auto matrix = eigen(U);
  const auto upper = matrix.template triangularView<Eigen::Upper>();
  auto block = eigen(X);
  if (side == Side::itself) {
    upper.solveInPlace(block);
  } else {
    upper.adjoint().solveInPlace(block);
  }
}

template <Scalar S>
void product(Real<S> factor, Side side_a, ConstBlockView<S> A, Side side_b, ConstBlockView<S> B,
             BlockView<S> C, bool accumulate) {
  const auto a = eigen(A);
  const auto b = eigen(B);
  auto c = eigen(C);
  if (!accumulate) c.setZero();
  const auto times_b = [&](const auto& left) {
    if (side_b == Side::itself) {
      c.noalias() += factor * left * b;
    } else {
      c.noalias() += factor * left * b.adjoint();
    }
  };
  if (side_a == Side::itself) {
    times_b(a);
  } else {
    times_b(a.adjoint());
  }
}

template <Scalar S>
void subtract_gram(ConstBlockView<S> A, BlockView<S> C) {
  if (A.cols == 0 || A.rows == 0) return;
  auto c = eigen(C);
  c.template selfadjointView<Eigen::Upper>().rankUpdate(eigen(A).adjoint(), Real<S>(-1));
}

#define INSTANTIATE(S)                                                                           \
  template void gemm_by_columns(Side, DenseView<S>, DenseView<S>, S*, Index, bool);              \
  template void gram_by_columns(DenseView<S>, S*, Index);                                        \
  template void triangular(Triangular, DenseView<S>, BlockView<S>);                              \
  template void product(Real<S>, Side, ConstBlockView<S>, Side, ConstBlockView<S>, BlockView<S>, \
                        bool);                                                                   \
  template void subtract_gram(ConstBlockView<S>, BlockView<S>);                                  \
  template void solve_upper(Side, ConstBlockView<S>, BlockView<S>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail

#endif
