#pragma once

#include <isotrace/core/matrix_view.hpp>
#include <isotrace/core/scratch.hpp>

namespace isotrace::detail {

/// out[j] = Re x_jᴴ A x_j of a square A with half the work of a product: the quadratic form sees
/// only the Hermitian part of A, and of that only the lower triangle,
///
///     Re xᴴAx = Re xᴴTx,   T_ij = a_ij + conj(a_ji) for i > j,   T_ii = Re a_ii,   T_ij = 0 for i
///     < j.
///
/// T is folded panel by panel while its panel lies in the cache, in parallel over chunks of rows
/// that depend on n alone. n² b multiply-adds; borrows a few hundred rows × (a few hundred + b) a
/// thread.
template <Scalar S>
void dense_values(DenseView<S> A, ConstBlockView<S> X, ScratchPool& pool, Wide<S>* out);

}  // namespace isotrace::detail
