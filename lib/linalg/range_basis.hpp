#pragma once

#include <isotrace/core/eigen_views.hpp>

namespace isotrace {

/// Orthonormal columns that span what those of A span, as many as A's numerical rank, by QR with
/// pivots. O(m n min(m, n)).
template <Scalar S>
ColMatrix<S> range_basis(const ColMatrix<S>& A);

}  // namespace isotrace
