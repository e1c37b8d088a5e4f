#pragma once

#include <isotrace/core/eigen_views.hpp>

namespace isotrace {

/// An orthonormal basis of the range of A, of as many columns as A's numerical rank, by QR with
/// column pivoting. O(m n min(m, n)).
template <Scalar S>
ColMatrix<S> range_basis(const ColMatrix<S>& A);

}  // namespace isotrace
