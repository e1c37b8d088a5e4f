#pragma once

#include "panel.hpp"

namespace isotrace {

/// An orthonormal basis of what the columns of Y add to those of Q (orthonormal, or none): of
/// (I − QQᴴ)Y, without its directions of singular value ≤ floor. By Gram matrices, in stages of six
/// digits each: products alone, as accurate as Householder's, and rank-revealing. O(n k²), two n×k
/// panels beside Y.
template <Scalar S>
Panel<S> orthonormal_complement(const Panel<S>& Q, Panel<S> Y, double floor);

/// Singular values of a sketch Y = BΩ up to this are rounding: 4 ε‖Y‖_F, ε that of B's products.
template <Scalar S>
double rank_floor(const Panel<S>& Y, double epsilon) {
  return 4 * epsilon * Y.stableNorm();
}

}  // namespace isotrace
