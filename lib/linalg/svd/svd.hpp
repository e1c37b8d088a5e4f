#pragma once

#include <lib/linalg/panel.hpp>

namespace isotrace {

/// The thin SVD A = U diag(σ) Vᴴ. With r = min(rows, columns) of A, both U and V have r orthonormal
/// columns. The σ ≥ 0 are in descending order.
template <Scalar S>
struct Svd {
  Small<S> U;
  Eigen::VectorXd sigma;
  Small<S> V;
};

/// By divide and conquer (Eigen). O(m n r).
template <Scalar S>
Svd<S> svd(const Small<S>& A);

}  // namespace isotrace
