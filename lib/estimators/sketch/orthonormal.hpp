#pragma once

#include "panel.hpp"

namespace isotrace {

/// An orthonormal basis of what the columns of Y add to those of Q (orthonormal, or none): of
/// (I − QQᴴ)Y, without its directions of singular value ≤ floor. By Gram matrices, in stages of six
/// digits each: products alone, as accurate as Householder's, and rank-revealing. O(n k²), two n×k
/// panels beside Y.
template <Scalar S>
Panel<S> orthonormal_complement(const Panel<S>& Q, Panel<S> Y, double floor);

}  // namespace isotrace
