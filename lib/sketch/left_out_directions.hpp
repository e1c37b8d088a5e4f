#pragma once

#include <lib/linalg/panel.hpp>

namespace isotrace {

/// M⁺ᴴ for an r×k matrix M of rank r, and the leverages e_iᴴM⁺Me_i of its columns. The rows may
/// differ in scale by any factor: the accuracy is that of M with rows of equal norm.
template <Scalar S>
struct PseudoInverse {
  Small<S> adjoint;          ///< M⁺ᴴ, r×k
  Eigen::VectorXd leverage;  ///< k

  explicit PseudoInverse(const Small<S>& M);
};

/// The directions that the range of an r×k matrix M of rank r loses when one or two columns are
/// left out. Without column i the range is the complement of
///   s_i = M⁺ᴴe_i / ‖M⁺ᴴe_i‖
/// if the other columns do not span column i (its leverage is 1, as always for r = k). Otherwise
/// nothing is lost, and s_i = 0. Without columns i and j the range is the complement of s_i and of
///   u_ij = (s_j − s_i g_ij) / ν_ij,   g_ij = s_iᴴs_j,   ν_ij = ‖s_j − s_i g_ij‖,
/// orthonormal to s_i. Epperly, Tropp, Webber, SIMAX 45, 2024, leave one column out; all pairs take
/// O(k³).
template <Scalar S>
struct LeftOutDirections {
  Small<S> s;          ///< the columns s_i
  Small<S> g;          ///< SᴴS
  Eigen::MatrixXd nu;  ///< ν_ij, accurate where 1 − |g|² cancels; 0 where s_j depends on s_i

  /// columns: those of M⁺ᴴ, each up to a positive factor. leverage: of M's columns.
  LeftOutDirections(Small<S> columns, const Eigen::VectorXd& leverage);

  /// The number of directions lost without column i: 1 or 0.
  double lost(Index i) const { return s.rows() > 0 && g(i, i) != S(0) ? 1 : 0; }
};

}  // namespace isotrace
