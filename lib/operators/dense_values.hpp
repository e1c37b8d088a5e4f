#pragma once

#include <isotrace/core/matrix_view.hpp>
#include <isotrace/core/scratch.hpp>

namespace isotrace::detail {

/// out[j] = Re x_jᴴ A x_j of a square A with half the work of a product. The value depends only on
/// the Hermitian part of A, so a lower triangular matrix T is enough:
///
///     Re xᴴAx = Re xᴴTx,   T_ij = a_ij + conj(a_ji) for i > j,   T_ii = Re a_ii,
///     and T_ij = 0 for i < j.
///
/// T is formed panel by panel, and each panel is used while it is in cache, in parallel over chunks
/// of rows that depend on n alone. n² b / 2 multiply-adds. Borrows a few hundred × (a few hundred +
/// b) numbers per thread.
template <Scalar S>
void dense_values(DenseView<S> A, ConstBlockView<S> X, ScratchPool& pool, Wide<S>* out);

}  // namespace isotrace::detail
