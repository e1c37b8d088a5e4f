#pragma once

#include <Eigen/QR>

#include "range_basis.hpp"

namespace isotrace {

// Compiled for real and for complex scalars in a file each: in one they take 1.2 GB.
template <Scalar S>
ColMatrix<S> range_basis(const ColMatrix<S>& A) {
  const Eigen::ColPivHouseholderQR<ColMatrix<S>> qr(A);
  if (qr.rank() == 0) return ColMatrix<S>(A.rows(), 0);
  return qr.householderQ() * ColMatrix<S>::Identity(A.rows(), qr.rank());
}

}  // namespace isotrace
