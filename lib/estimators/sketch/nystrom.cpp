#include "nystrom.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include <isotrace/core/error.hpp>

namespace isotrace {

namespace {

/// ν in units of ε‖B‖: the rounding of ΩᴴBΩ, for an orthonormal Ω, is a few of them.
constexpr double shift_digits = 8;

/// Eigenvalues of ΩᴴΩ below this times the greatest are those of dependent columns.
constexpr double dependent = 1e-12;

/// The greatest difference that a Hermitian matrix would not have.
template <Scalar S>
void require_hermitian(const Small<S>& H, double bound, double noise) {
  const Small<S> difference = H - H.adjoint();
  Index i = 0;
  Index j = 0;
  const double greatest = difference.cwiseAbs().maxCoeff(&i, &j);
  if (greatest <= std::max(bound * H.cwiseAbs().maxCoeff(), noise)) return;
  throw OperatorError(fmt::format(
      "the operator is not Hermitian: for probes x and y, |yᴴBx − conj(xᴴBy)| = {:.3g} beside "
      "|yᴴBx| = {:.3g}; expected at most {:.1g} of the greatest such product, {:.3g}",
      greatest, std::abs(H(i, j)), bound, H.cwiseAbs().maxCoeff()));
}

/// T with (ΩT)ᴴΩT = I from ΩᴴΩ, and the leverages of Ω's columns.
template <Scalar S>
void orthonormalise(const Small<S>& gram, Nystrom<S>& result) {
  const Eigen::SelfAdjointEigenSolver<Small<S>> eigen(gram);
  const Eigen::ArrayXd lambda = eigen.eigenvalues().array();  // ascending
  const Index rank = (lambda > dependent * lambda[lambda.size() - 1]).count();
  const Small<S> vectors = eigen.eigenvectors().rightCols(rank);
  const Eigen::VectorXd root = lambda.tail(rank).sqrt().inverse().matrix();
  result.orthonormalising = vectors * root.template cast<S>().asDiagonal();
  result.leverage = vectors.rowwise().squaredNorm();
}

}  // namespace

template <Scalar S>
Nystrom<S> nystrom(const Panel<S>& omega, const Panel<S>& Y, double epsilon, double noise) {
  const double bound = std::sqrt(epsilon);
  const Small<S> H = inner(omega, Y);
  // an entry of H adds up n products
  require_hermitian(H, bound, noise * static_cast<double>(omega.rows()));
  Nystrom<S> result{};
  result.n = omega.rows();
  orthonormalise(inner(omega, omega), result);
  const Small<S>& T = result.orthonormalising;
  const Small<S> ritz = T.adjoint() * ((H + H.adjoint()) / 2.0) * T;
  const Eigen::SelfAdjointEigenSolver<Small<S>> eigen(ritz);
  const Eigen::ArrayXd lambda = eigen.eigenvalues().array();  // ascending
  const double size = lambda.abs().maxCoeff();
  if (lambda[0] < -std::max(bound * size, noise)) {
    throw OperatorError(fmt::format(
        "the operator is not positive semidefinite: a vector x was found with xᴴBx / xᴴx = {:.6g}",
        lambda[0]));
  }
  // what is negative by rounding shows how far rounding reaches
  result.shift = std::max(shift_digits * epsilon * size, -2 * lambda[0]);
  if (result.shift == 0) return result;
  const Eigen::VectorXd root = (lambda + result.shift).sqrt().matrix();
  const Small<S> inverse =
      T * eigen.eigenvectors() * root.cwiseInverse().template cast<S>().asDiagonal();
  result.inverse_adjoint = inverse.adjoint();
  result.factor = times(Y, inverse);
  add_times(result.factor, omega, Small<S>(result.shift * inverse));
  return result;
}

template Nystrom<double> nystrom(const Panel<double>&, const Panel<double>&, double, double);
template Nystrom<std::complex<double>> nystrom(const Panel<std::complex<double>>&,
                                               const Panel<std::complex<double>>&, double, double);

}  // namespace isotrace
