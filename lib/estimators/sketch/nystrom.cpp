#include "nystrom.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <cmath>

#include <isotrace/core/error.hpp>

namespace isotrace {

namespace {

/// ν in units of ε‖B‖: the rounding of ΩᴴBΩ, for an orthonormal Ω, is a few of them.
constexpr double shift_digits = 8;

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
  const Index k = omega.cols();
  const Eigen::LLT<Small<S>> gram(inner(omega, omega));
  const Small<S> T = gram.matrixU().solve(Small<S>::Identity(k, k));  // ΩT is orthonormal
  const Small<S> ritz = T.adjoint() * ((H + H.adjoint()) / 2.0) * T;
  const Eigen::SelfAdjointEigenSolver<Small<S>> eigen(ritz);
  const Eigen::ArrayXd lambda = eigen.eigenvalues().array();  // ascending
  const double size = lambda.abs().maxCoeff();
  if (lambda[0] < -bound * size) {
    throw OperatorError(fmt::format(
        "the operator is not positive semidefinite: a vector x was found with xᴴBx / xᴴx = {:.6g}",
        lambda[0]));
  }
  Nystrom<S> result{};
  result.n = omega.rows();
  result.orthonormalising = T;
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

template Nystrom<double> nystrom(const Panel<double>&, const Panel<double>&, double);
template Nystrom<std::complex<double>> nystrom(const Panel<std::complex<double>>&,
                                               const Panel<std::complex<double>>&, double);

}  // namespace isotrace
