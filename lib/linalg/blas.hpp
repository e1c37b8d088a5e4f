#pragma once

#include <isotrace/core/matrix_view.hpp>

namespace isotrace::detail {

// Products and solves with dense matrices, by a BLAS if the library was built with one, else by
// Eigen. cblas is called only in blas.cpp, always with one thread. Blocks are row-major.

/// Whether a product uses A itself or its adjoint.
enum class Side { itself, adjoint };

/// Y ← A X or Aᴴ X; with `accumulate`, added to Y. Shapes are not checked.
template <Scalar S>
void gemm(Side side, DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y, bool accumulate = false);

/// A block as a dense row-major matrix.
template <Scalar S>
DenseView<S> dense(ConstBlockView<S> X) {
  return {X.data, X.rows, X.cols, X.stride, true};
}

/// gemm for a column-major Y, column j at Y + j·stride: the layout in which a BLAS packs A best.
template <Scalar S>
void gemm_by_columns(Side side, DenseView<S> A, DenseView<S> X, S* Y, Index stride,
                     bool accumulate = false);

/// C ← AᴴA for a column-major A: only the upper triangle of the column-major C.
template <Scalar S>
void gram_by_columns(DenseView<S> A, S* C, Index stride);

/// C ← factor · op(A) op(B), each op the matrix itself or its adjoint; with `accumulate`, added to
/// C.
template <Scalar S>
void product(Real<S> factor, Side side_a, ConstBlockView<S> A, Side side_b, ConstBlockView<S> B,
             BlockView<S> C, bool accumulate);

/// C ← C − AᴴA: only the upper triangle of C.
template <Scalar S>
void subtract_gram(ConstBlockView<S> A, BlockView<S> C);

/// X ← U⁻¹ X or, for the adjoint, U⁻ᴴ X, in place. Only the upper triangle of U is read.
template <Scalar S>
void solve_upper(Side side, ConstBlockView<S> U, BlockView<S> X);

/// Products with a triangular matrix, its adjoint, and the inverses of both.
enum class Triangular { multiply, multiply_adjoint, solve, solve_adjoint };

/// X ← L X, Lᴴ X, L⁻¹ X or L⁻ᴴ X in place. L is row-major; only its lower triangle is read.
template <Scalar S>
void triangular(Triangular which, DenseView<S> L, BlockView<S> X);

}  // namespace isotrace::detail
