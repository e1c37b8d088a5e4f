#pragma once

#include <vector>

#include "panel.hpp"

namespace isotrace {

// Blocked Cholesky factorisations G = RᴴR of Hermitian matrices, R upper triangular. All but O(k²)
// operations per block are products and solves by BLAS. G is column-major, both triangles given.

/// G ← R, zero below the diagonal. Returns false, with G overwritten, if a pivot is not positive.
template <Scalar S>
bool cholesky(Small<S>& G);

/// The factor of G, with rows and columns ordered by greatest pivot, truncated at a least pivot.
template <Scalar S>
struct PivotedCholesky {
  std::vector<Index> order;  ///< columns of G by pivot, those of R first
  Small<S> R;                ///< upper triangular; its columns are order[0], order[1], …
};

/// Stops at the first pivot, a squared diagonal entry of R, that is at most `least`.
template <Scalar S>
PivotedCholesky<S> pivoted_cholesky(Small<S> G, double least);

/// R⁻¹, upper triangular. Each row is accurate whatever its scale.
template <Scalar S>
Small<S> inverse_of_upper(const Small<S>& R);

/// X ← R⁻ᴴ X.
template <Scalar S>
void divide_adjoint(const Small<S>& R, Small<S>& X);

}  // namespace isotrace
