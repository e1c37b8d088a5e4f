#pragma once

#include "panel.hpp"

namespace isotrace {

/// Columns r + 1 … n of a unitary H whose first r columns span what those of Q span: an orthonormal
/// basis of the rest of 𝕂ⁿ. For Q = [Q₁; Q₂], Q₁ = UΣVᴴ square, and S = −UVᴴ,
///   H = I − W (V(I + Σ)⁻¹Vᴴ) Wᴴ,   W = [Q₁ − S; Q₂],   H [S; 0] = Q:
/// a block reflector (Schreiber and Parlett, SIAM J. Numer. Anal. 25, 1988), as I + Σ has a
/// condition of 2 at the most. O(r³), and r(n + r) multiplications
/// for each of its columns.
template <Scalar S>
struct ComplementBasis {
  /// Takes over Q, n×r with orthonormal columns, r ≤ n.
  explicit ComplementBasis(Panel<S> Q);

  Index size() const { return reflector.rows() - reflector.cols(); }

  Panel<S> reflector;     ///< W
  Small<S> coefficients;  ///< V(I + Σ)⁻¹Vᴴ
};

}  // namespace isotrace
