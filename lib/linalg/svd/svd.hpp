#pragma once

#include <lib/linalg/panel.hpp>

namespace isotrace {

/// A = U diag(σ) Vᴴ, thin: with r the smaller of A's sizes, U has r columns and V has r columns,
/// both orthonormal; σ ≥ 0 descends.
template <Scalar S>
struct Svd {
  Small<S> U;
  Eigen::VectorXd sigma;
  Small<S> V;
};

/// By divide and conquer (Eigen's). O(m n r).
template <Scalar S>
Svd<S> svd(const Small<S>& A);

}  // namespace isotrace
