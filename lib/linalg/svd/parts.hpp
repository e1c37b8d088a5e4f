#pragma once

#include <Eigen/SVD>
#include <complex>

#include <lib/linalg/panel.hpp>

// Eigen's divide-and-conquer SVD calls a bidiagonalisation and, for small blocks, a Jacobi SVD.
// These are compiled in separate files: in a single file, all of it takes a minute and 1.5 GB.
extern template class Eigen::JacobiSVD<isotrace::Small<double>>;
extern template class Eigen::JacobiSVD<isotrace::Small<std::complex<double>>>;
extern template class Eigen::internal::UpperBidiagonalization<isotrace::Small<double>>;
extern template class Eigen::internal::UpperBidiagonalization<
    isotrace::Small<std::complex<double>>>;

namespace isotrace {

/// The body of svd (svd.hpp).
template <Scalar S, class Result>
Result divide_and_conquer(const Small<S>& A) {
  const Eigen::BDCSVD<Small<S>> found(A, Eigen::ComputeThinU | Eigen::ComputeThinV);
  return {found.matrixU(), found.singularValues(), found.matrixV()};
}

}  // namespace isotrace
