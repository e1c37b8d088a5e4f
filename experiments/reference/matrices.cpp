#include <reference/matrices.hpp>

#include <cmath>
#include <complex>

#include <isotrace/laws/haar.hpp>

namespace isotrace::program {
namespace {

template <Scalar S>
RowMatrix<S> hermitian_part(const RowMatrix<S>& A) {
  return (A + RowMatrix<S>(A.adjoint())) / Real<S>(2);
}

}  // namespace

template <Scalar S>
RowMatrix<S> haar_matrix(const Stream& stream, Index n) {
  RowMatrix<S> U(n, n);
  haar_isometry(stream, 0, view(U));
  return U;
}

template <Scalar S>
RowMatrix<S> conjugated(const RowMatrix<S>& U, const Eigen::VectorXd& eigenvalues) {
  const RowMatrix<S> scaled = U * eigenvalues.template cast<S>().asDiagonal();
  return hermitian_part<S>(scaled * U.adjoint());
}

template <Scalar S>
DenseMetric<S> conditioned_metric(const Stream& stream, Index n, double condition) {
  const double end = 0.5 * std::log(condition);
  const Eigen::VectorXd eigenvalues = Eigen::ArrayXd::LinSpaced(n, -end, end).exp().matrix();
  return DenseMetric<S>(conjugated<S>(haar_matrix<S>(stream, n), eigenvalues));
}

template <Scalar S>
RowMatrix<S> lifted(const RowMatrix<S>& A, const DenseMetric<S>& V) {
  RowMatrix<S> LA = A;
  V.map(Isometry::inverse_adjoint, view(LA));  // Q⁻ᴴ = L
  RowMatrix<S> LAL = LA.adjoint();
  V.map(Isometry::inverse_adjoint, view(LAL));
  return hermitian_part<S>(LAL);
}

template RowMatrix<double> haar_matrix(const Stream&, Index);
template RowMatrix<double> conjugated(const RowMatrix<double>&, const Eigen::VectorXd&);
template DenseMetric<double> conditioned_metric(const Stream&, Index, double);
template RowMatrix<double> lifted(const RowMatrix<double>&, const DenseMetric<double>&);
template RowMatrix<std::complex<double>> haar_matrix(const Stream&, Index);
template RowMatrix<std::complex<double>> conjugated(const RowMatrix<std::complex<double>>&,
                                                    const Eigen::VectorXd&);
template DenseMetric<std::complex<double>> conditioned_metric(const Stream&, Index, double);
template RowMatrix<std::complex<double>> lifted(const RowMatrix<std::complex<double>>&,
                                                const DenseMetric<std::complex<double>>&);

}  // namespace isotrace::program
