#pragma once

#include "panel.hpp"

namespace isotrace {

/// What the columns of a k×k matrix M lose when one or two of them are left out. Without column i
/// their range is the complement of
///   s_i = M⁻ᴴe_i / ‖M⁻ᴴe_i‖,
/// and without columns i and j that of s_i and, orthonormal to it,
///   u_ij = (s_j − s_i g_ij) / ν_ij,   g_ij = s_iᴴs_j,   ν_ij = ‖s_j − s_i g_ij‖
/// (Epperly, Tropp, Webber, SIMAX 45, 2024, for one; O(k³) for all pairs).
template <Scalar S>
struct LeaveOut {
  Small<S> s;          ///< the columns s_i
  Small<S> g;          ///< SᴴS
  Eigen::MatrixXd nu;  ///< ν_ij, from differences: 1 − |g|² would cancel

  /// From the columns M⁻ᴴe_i, of any length.
  explicit LeaveOut(Small<S> inverse_columns);
};

/// M⁻ᴴ for an M whose rows may differ in scale by any factor, as accurate as M with them made
/// equal.
template <Scalar S>
Small<S> inverse_adjoint(const Small<S>& M);

}  // namespace isotrace
