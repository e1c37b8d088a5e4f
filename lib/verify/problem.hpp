#pragma once

#include <memory>
#include <string>
#include <vector>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/verify/implementation.hpp>

namespace isotrace::verify {

/// The data of the checks in one space, the same for every seed. The dense matrices are the
/// reference: expected values are computed from them by Eigen alone.
template <VerifiedScalar S>
struct VerifiedProblem {
  Space<S> space;                                  ///< (𝕂ⁿ, V)
  Space<S> codomain;                               ///< (𝕂ᵐ, W), W dense
  std::vector<std::shared_ptr<const void>> owned;  ///< the metrics that the spaces refer to
  ColMatrix<S> V;
  ColMatrix<S> V_inverse;
  ColMatrix<S> W;
  RowMatrix<S> A[2];    ///< n×n, not Hermitian; over ℂ not symmetric either
  RowMatrix<S> S_map;   ///< m×n
  RowMatrix<S> T_map;   ///< m×n
  RowMatrix<S> factor;  ///< n×r, r < n: a singular covariance F Fᴴ; no columns for n = 1

  Index dim() const { return V.rows(); }
  /// "dense, n = 10".
  std::string label() const { return space.name + ", n = " + std::to_string(dim()); }
  bool euclidean() const { return space.name == "euclidean"; }
  /// Whether V has off-diagonal entries; over ℂ they are not real.
  bool full_metric() const { return dim() > 1 && !euclidean() && space.name != "diagonal"; }

  /// tr(V⁻¹ X).
  S trace(const ColMatrix<S>& X) const { return V_inverse.cwiseProduct(X.transpose()).sum(); }
  /// tr(V⁻¹ Tᴴ W S).
  S product(const RowMatrix<S>& S_matrix, const RowMatrix<S>& T_matrix) const {
    return trace(T_matrix.adjoint() * W * S_matrix);
  }
};

/// A space together with the metric that it refers to.
template <VerifiedScalar S>
struct OwnedSpace {
  std::shared_ptr<const void> owner;
  Space<S> space;
};

/// The space whose metric is the inverse of the conjugate of V: the dual of (𝕂ⁿ, V).
template <VerifiedScalar S>
OwnedSpace<S> dual_space(const ColMatrix<S>& V);

/// Every space of the battery, n from 1 to 200.
template <VerifiedScalar S>
std::vector<VerifiedProblem<S>> problems();

}  // namespace isotrace::verify
