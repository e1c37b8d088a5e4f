#pragma once

#include <cmath>

#include "panel.hpp"

namespace isotrace {

/// What the columns of Y add to those of an orthonormal Q: Y = Q C + P R, up to directions with
/// singular values ≤ floor.
template <Scalar S>
struct Complement {
  Panel<S> basis;   ///< P, orthonormal, and orthogonal to Q
  Small<S> inside;  ///< C = QᴴY
  Small<S> own;     ///< R = PᴴY, upper triangular if one Cholesky factor sufficed
};

/// From Gram matrices: matrix products only, as accurate as Householder QR, and rank-revealing.
/// CholeskyQR2 if one Cholesky factor of YᴴY resolves all of Y, else in stages of six digits each.
/// O(n k²). Besides the basis, borrows an n×k panel from the pool of Q.
template <Scalar S>
Complement<S> complement(const Panel<S>& Q, const PanelView<S>& Y, double floor);

/// The basis P of complement(Q, Y, floor).
template <Scalar S>
Panel<S> orthonormal_complement(const Panel<S>& Q, const PanelView<S>& Y, double floor) {
  return complement<S>(Q, Y, floor).basis;
}

/// Singular values of a sketch Y = BΩ up to this are rounding errors: 4 ε‖Y‖_F, where ε is the
/// precision of products with B and squares = ‖Y‖²_F.
inline double rank_floor(double squares, double epsilon) {
  return 4 * epsilon * std::sqrt(squares);
}

template <Scalar S>
double rank_floor(const Panel<S>& Y, double epsilon) {
  return rank_floor(column_squares<S>(Y).sum(), epsilon);
}

}  // namespace isotrace
