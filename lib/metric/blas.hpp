#pragma once

#include <isotrace/metric/matrix_view.hpp>

namespace isotrace::detail {

// Products and solves with dense matrices, by a BLAS where the library was built with one (cblas is
// called in blas.cpp and nowhere else, always with one thread), else by Eigen. Blocks are
// row-major.

/// Y ← A X, or Y ← Y + A X. Shapes are the caller's care.
template <Scalar S>
void gemm(DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y, bool accumulate = false);

/// Y ← Aᴴ X.
template <Scalar S>
void gemm_adjoint(DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y);

/// A triangular matrix's own, its adjoint's, and the products with their inverses.
enum class Triangular { multiply, multiply_adjoint, solve, solve_adjoint };

/// X ← L X, Lᴴ X, L⁻¹ X or L⁻ᴴ X in place; L row-major, of which the lower triangle is read.
template <Scalar S>
void triangular(Triangular which, DenseView<S> L, BlockView<S> X);

}  // namespace isotrace::detail
