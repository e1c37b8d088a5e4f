#pragma once

#include <isotrace/core/matrix_view.hpp>

namespace isotrace {

/// Y ← A X, X cols×b, Y rows×b, row-major. Over ℝ a dense A takes 2·rows·cols·b flops, a sparse one
/// 2·nnz·b. Dense products run in parallel over panels of about 1024 rows, whose partition depends
/// on the shape of A alone, and use BLAS if the library was built with one. Throws ShapeError (both
/// shapes) if the shapes do not fit.
template <class S>
void multiply(DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y);
template <class S>
void multiply(SparseView<S> A, ConstBlockView<S> X, BlockView<S> Y);

/// Y ← Aᴴ X, X rows×b, Y cols×b. Same cost and errors.
template <class S>
void multiply_adjoint(DenseView<S> A, ConstBlockView<S> X, BlockView<S> Y);
template <class S>
void multiply_adjoint(SparseView<S> A, ConstBlockView<S> X, BlockView<S> Y);

/// out[j] = (x_j, y_j) = y_jᴴ x_j = Σᵢ conj(Y_ij) X_ij, summed in double, in the order of the rows.
/// O(n b). Throws ShapeError (both shapes) unless X and Y are both n×b.
template <class S>
void inner_products(ConstBlockView<S> X, ConstBlockView<S> Y, Wide<S>* out);

}  // namespace isotrace
