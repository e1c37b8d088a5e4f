#pragma once

#include "panel.hpp"

namespace isotrace {

/// An orthonormal basis of the orthogonal complement of Q's range: columns r + 1 … n of a unitary H
/// whose first r columns span that range. For Q = [Q₁; Q₂], Q₁ = UΣVᴴ square, and S = −UVᴴ,
///   H = I − W (V(I + Σ)⁻¹Vᴴ) Wᴴ,   W = [Q₁ − S; Q₂],   H [S; 0] = Q:
/// a block reflector (Schreiber and Parlett, SIAM J. Numer. Anal. 25, 1988). I + Σ has condition
/// number at most 2. O(r³) operations, and r(n + r) multiplications for each basis column.
template <Scalar S>
struct ComplementBasis {
  /// Takes ownership of Q, n×r with orthonormal columns, r ≤ n.
  explicit ComplementBasis(Panel<S> Q);

  Index size() const { return reflector.rows() - reflector.cols(); }

  Panel<S> reflector;     ///< W
  Small<S> coefficients;  ///< V(I + Σ)⁻¹Vᴴ
};

}  // namespace isotrace
