#pragma once

#include <cmath>

#include "panel.hpp"

namespace isotrace {

/// What the columns of Y add to those of an orthonormal Q: Y = Q C + P R, but for directions of
/// singular value ≤ floor.
template <Scalar S>
struct Complement {
  Panel<S> basis;   ///< P, orthonormal, and orthogonal to Q
  Small<S> inside;  ///< C = QᴴY
  Small<S> own;     ///< R = PᴴY; upper triangular where one factor gave it, else not square or full
};

/// By Gram matrices: products alone, as accurate as Householder's, and rank-revealing. Where a
/// Cholesky factor of YᴴY resolves all of Y, by that (CholeskyQR2), and else in stages of six
/// digits each. O(n k²), and an n×k panel beside the basis, of the pool that Q is of.
template <Scalar S>
Complement<S> complement(const Panel<S>& Q, const PanelView<S>& Y, double floor);

/// Its basis.
template <Scalar S>
Panel<S> orthonormal_complement(const Panel<S>& Q, const PanelView<S>& Y, double floor) {
  return complement<S>(Q, Y, floor).basis;
}

/// Singular values of a sketch Y = BΩ up to this are rounding: 4 ε‖Y‖_F, ε that of B's products.
inline double rank_floor(double squares, double epsilon) {
  return 4 * epsilon * std::sqrt(squares);
}

template <Scalar S>
double rank_floor(const Panel<S>& Y, double epsilon) {
  return rank_floor(column_squares<S>(Y).sum(), epsilon);
}

}  // namespace isotrace
