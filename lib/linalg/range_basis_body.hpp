#pragma once

#include <Eigen/QR>

#include "range_basis.hpp"

namespace isotrace {

// Instantiated in one file for real and one for complex scalars: both in one take 1.2 GB.
template <Scalar S>
ColMatrix<S> range_basis(const ColMatrix<S>& A) {
  const Eigen::ColPivHouseholderQR<ColMatrix<S>> qr(A);
  if (qr.rank() == 0) return ColMatrix<S>(A.rows(), 0);
  return qr.householderQ() * ColMatrix<S>::Identity(A.rows(), qr.rank());
}

}  // namespace isotrace
