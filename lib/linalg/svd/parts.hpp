#pragma once

#include <Eigen/SVD>
#include <complex>

#include <lib/linalg/panel.hpp>

// Eigen's divide and conquer, and the bidiagonal form and the decomposition of small blocks that it
// calls: each is compiled in a file of its own, as all in one take a minute and 1.5 GB.
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
