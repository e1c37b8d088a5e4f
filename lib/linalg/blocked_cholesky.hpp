#pragma once

#include <vector>

#include "panel.hpp"

namespace isotrace {

// Cholesky factors G = RᴴR of Hermitian matrices with an upper triangular R, blocked: all but O(k²)
// operations a block are products and triangular solves by BLAS. G is column-major and read whole.

/// R from G in place, zero below the diagonal; false, and G spoilt, where a pivot is not positive.
template <Scalar S>
bool cholesky(Small<S>& G);

/// G with rows and columns in the order of greatest pivots, as far as these are above a bound.
template <Scalar S>
struct PivotedCholesky {
  std::vector<Index> order;  ///< of G's columns: those of R first
  Small<S> R;                ///< upper triangular, of the columns order[0], order[1] …
};

/// least: of the pivots, the squares of R's diagonal.
template <Scalar S>
PivotedCholesky<S> pivoted_cholesky(Small<S> G, double least);

/// R⁻¹, upper triangular: each row accurate whatever its scale.
template <Scalar S>
Small<S> inverse_of_upper(const Small<S>& R);

/// R⁻ᴴ X in place.
template <Scalar S>
void divide_adjoint(const Small<S>& R, Small<S>& X);

}  // namespace isotrace
