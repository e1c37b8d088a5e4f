#pragma once

#include <isotrace/core/block.hpp>
#include <isotrace/laws/stream.hpp>

namespace isotrace {

/// Replaces the columns of X (n×f, f ≤ n, of full rank) by the Q of its QR factorisation with a
/// positive diagonal of R: classical Gram–Schmidt, every projection done twice. On a Gaussian X the
/// result is Haar-distributed on the Stiefel manifold (Mezzadri, Notices AMS 2007): no phase is
/// left to fix. O(n f²).
template <class S>
void orthonormalise(BlockView<S> X);

/// A Haar-distributed isometry of 𝕂ⁿ (O(n), over ℂ U(n)), addressed by its index: U is n×n. O(n³).
template <class S>
void haar_isometry(const Stream& stream, Index index, BlockView<S> U);

}  // namespace isotrace
