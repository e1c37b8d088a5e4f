#pragma once

#include <isotrace/core/block.hpp>
#include <isotrace/laws/stream.hpp>

namespace isotrace {

/// Replaces the n×f block X, f ≤ n, of full rank, by the factor Q of its QR factorisation in which
/// R has a positive diagonal, by classical Gram–Schmidt with every projection done twice. If X is
/// Gaussian, the result is Haar-distributed on the Stiefel manifold without a correction of phases
/// (Mezzadri, Notices AMS 2007). Throws ShapeError if f > n. O(n f²).
template <class S>
void orthonormalise(BlockView<S> X);

/// Fills the n×n block U with the Haar-distributed isometry of 𝕂ⁿ (in O(n), over ℂ U(n)) that has
/// this index in the stream. Throws ShapeError if U is not square. O(n³).
template <class S>
void haar_isometry(const Stream& stream, Index index, BlockView<S> U);

}  // namespace isotrace
