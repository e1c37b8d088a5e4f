#pragma once

#include <lib/linalg/panel.hpp>

namespace isotrace {

/// M⁺ᴴ for an r×k matrix M of rank r whose rows may differ in scale by any factor, as accurate as M
/// with them made equal, and the leverages e_iᴴM⁺Me_i of its columns.
template <Scalar S>
struct PseudoInverse {
  Small<S> adjoint;          ///< M⁺ᴴ, r×k
  Eigen::VectorXd leverage;  ///< k

  explicit PseudoInverse(const Small<S>& M);
};

/// What the columns of an r×k matrix M of rank r lose when one or two of them are left out. Without
/// column i their range is the complement of
///   s_i = M⁺ᴴe_i / ‖M⁺ᴴe_i‖
/// where the others do not span column i (it has leverage 1; always for r = k), and else whole: s_i
/// = 0. Without columns i and j it is the complement of s_i and, orthonormal to it, of
///   u_ij = (s_j − s_i g_ij) / ν_ij,   g_ij = s_iᴴs_j,   ν_ij = ‖s_j − s_i g_ij‖
/// (Epperly, Tropp, Webber, SIMAX 45, 2024, for one; O(k³) for all pairs).
template <Scalar S>
struct LeftOutDirections {
  Small<S> s;          ///< the columns s_i
  Small<S> g;          ///< SᴴS
  Eigen::MatrixXd nu;  ///< ν_ij, from differences where 1 − |g|² cancels; 0 where s_j adds nothing

  /// From the columns of M⁺ᴴ, of any length, and the leverages.
  LeftOutDirections(Small<S> columns, const Eigen::VectorXd& leverage);

  /// Directions lost without column i: 1 or 0.
  double lost(Index i) const { return s.rows() > 0 && g(i, i) != S(0) ? 1 : 0; }
};

}  // namespace isotrace
