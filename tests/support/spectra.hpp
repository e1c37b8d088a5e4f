#pragma once

#include <cmath>
#include <string>

#include <isotrace/metric/haar.hpp>

#include "random_matrix.hpp"

namespace isotrace::test {

/// Eigenvalues of one kind: "flat", "poly", "fastexp" or "step" (five ones, the others 10⁻³).
inline Eigen::VectorXd spectrum(const std::string& kind, Index n) {
  Eigen::VectorXd lambda(n);
  for (Index k = 0; k < n; ++k) {
    const auto i = static_cast<double>(k);
    if (kind == "flat") lambda[k] = 1 + 2 * i / static_cast<double>(n);
    if (kind == "poly") lambda[k] = 1 / ((i + 1) * (i + 1));
    if (kind == "fastexp") lambda[k] = std::pow(0.7, i);
    if (kind == "step") lambda[k] = k < 5 ? 1 : 1e-3;
  }
  return lambda;
}

/// U diag(λ) Uᴴ with random orthonormal columns U.
template <Scalar S>
RowMatrix<S> hermitian_matrix(const Eigen::VectorXd& lambda, unsigned seed) {
  const Index n = lambda.size();
  const ColMatrix<S> G = random_matrix<S>(n, n, seed);
  const ColMatrix<S> U = Eigen::HouseholderQR<ColMatrix<S>>(G).householderQ();
  const RowMatrix<S> A = U * lambda.template cast<S>().asDiagonal() * U.adjoint();
  return (A + A.adjoint()) / Real<S>(2);
}

}  // namespace isotrace::test
