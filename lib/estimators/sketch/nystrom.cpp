#include "nystrom.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <cmath>

#include <isotrace/core/error.hpp>

namespace isotrace {

namespace {

/// Eigenvalues of ΩᴴY below this times ε and the greatest are rounding.
constexpr double rank_digits = 8;

/// The greatest difference that a Hermitian matrix would not have.
template <Scalar S>
void require_hermitian(const Small<S>& H, double bound) {
  const Small<S> difference = H - H.adjoint();
  Index i = 0;
  Index j = 0;
  const double greatest = difference.cwiseAbs().maxCoeff(&i, &j);
  if (greatest <= bound * H.cwiseAbs().maxCoeff()) return;
  throw OperatorError(fmt::format(
      "the operator is not Hermitian: for probes x and y, |yᴴBx − conj(xᴴBy)| = {:.3g} beside "
      "|yᴴBx| = {:.3g}; expected at most {:.1g} of the greatest such product, {:.3g}",
      greatest, std::abs(H(i, j)), bound, H.cwiseAbs().maxCoeff()));
}

}  // namespace

template <Scalar S>
Nystrom<S> nystrom(const Panel<S>& omega, const Panel<S>& Y, double epsilon) {
  const double bound = std::sqrt(epsilon);
  const Small<S> H = inner(omega, Y);
  require_hermitian(H, bound);
  const Eigen::SelfAdjointEigenSolver<Small<S>> eigen(Small<S>((H + H.adjoint()) / 2.0));
  const Eigen::ArrayXd lambda = eigen.eigenvalues().array();  // ascending
  const double least = lambda[0];
  const double size = lambda.abs().maxCoeff();
  if (least < -bound * size) {
    const double length = times(omega, Small<S>(eigen.eigenvectors().col(0))).squaredNorm();
    throw OperatorError(fmt::format(
        "the operator is not positive semidefinite: a vector x was found with xᴴBx / xᴴx = {:.6g}",
        least / length));
  }
  // what is negative by rounding shows how far rounding reaches
  const double floor = std::max(rank_digits * epsilon * size, -2 * least);
  const Index rank = (lambda > floor).count();
  Nystrom<S> result;
  result.vectors = eigen.eigenvectors().rightCols(rank);
  result.eigenvalues = lambda.tail(rank);
  const Eigen::VectorXd scale = result.eigenvalues.sqrt().inverse().matrix();
  result.factor = times(Y, Small<S>(result.vectors * scale.template cast<S>().asDiagonal()));
  return result;
}

template Nystrom<double> nystrom(const Panel<double>&, const Panel<double>&, double);
template Nystrom<std::complex<double>> nystrom(const Panel<std::complex<double>>&,
                                               const Panel<std::complex<double>>&, double);

}  // namespace isotrace
