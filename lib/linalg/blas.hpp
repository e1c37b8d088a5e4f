#pragma once

#include <isotrace/core/matrix_view.hpp>

namespace isotrace::detail {

// Products and solves with dense matrices, by a BLAS where the library was built with one (cblas is
// called in blas.cpp and nowhere else, always with one thread), else by Eigen. Blocks are
// row-major.

/// Whether an A stands for itself or for its adjoint.
enum class Side { itself, adjoint };

/// Y ← A X or Aᴴ X, or Y plus that, row-major as all blocks. Shapes are the caller's care.
template <Scalar S>
void gemm(Side side, DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y, bool accumulate = false);

/// A block as a matrix.
template <Scalar S>
DenseView<S> dense(ConstBlockView<S> X) {
  return {X.data, X.rows, X.cols, X.stride, true};
}

/// Y ← A X or Aᴴ X, or Y plus that, for a column-major Y (column j at Y + j·stride): the form in
/// which a BLAS packs A best.
template <Scalar S>
void gemm_by_columns(Side side, DenseView<S> A, DenseView<S> X, S* Y, Index stride,
                     bool accumulate = false);

/// C ← AᴴA for a column-major A, the upper triangle of a column-major C alone.
template <Scalar S>
void gram_by_columns(DenseView<S> A, S* C, Index stride);

/// A triangular matrix's own, its adjoint's, and the products with their inverses.
enum class Triangular { multiply, multiply_adjoint, solve, solve_adjoint };

/// X ← L X, Lᴴ X, L⁻¹ X or L⁻ᴴ X in place; L row-major, of which the lower triangle is read.
template <Scalar S>
void triangular(Triangular which, DenseView<S> L, BlockView<S> X);

}  // namespace isotrace::detail
