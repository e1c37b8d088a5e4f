#include "nystrom.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <optional>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/blocked_cholesky.hpp>

namespace isotrace {

namespace {

/// ν in units of ε‖B‖. The rounding error of ΩᴴBΩ, for an orthonormal Ω, is a few of these units.
constexpr double shift_digits = 8;

/// Eigenvalues of ΩᴴΩ below this fraction of the largest come from linearly dependent columns.
constexpr double dependent = 1e-12;

/// Columns of ΩᴴBΩ that are compared with its rows to test whether B is Hermitian. A few suffice,
/// as every probe sees all of B.
constexpr Index shown_columns = 8;

/// Steps of the power iteration: the shift needs no accurate eigenvalue.
constexpr int power_steps = 8;

/// Throws OperatorError if the largest |entry| of H − Hᴴ exceeds both the noise and `bound` times
/// the largest |entry| of H.
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

/// Sets T with (ΩT)ᴴΩT = I, from ΩᴴΩ, and the leverages of Ω's columns. If the columns are safely
/// independent, T = R⁻¹ for the Cholesky factor R of ΩᴴΩ, which is returned.
template <Scalar S>
std::optional<Small<S>> orthonormalise(const Small<S>& gram, Nystrom<S>& result) {
  Small<S> R = gram;
  if (cholesky(R)) {
    result.orthonormalising = inverse_of_upper(R);
    const double condition = R.norm() * result.orthonormalising.norm();
    if (condition * condition * dependent < 1) {
      result.leverage = Eigen::VectorXd::Ones(gram.cols());
      return R;
    }
  }
  const Eigen::SelfAdjointEigenSolver<Small<S>> eigen(gram);
  const Eigen::ArrayXd lambda = eigen.eigenvalues().array();  // ascending
  const Index rank = (lambda > dependent * lambda[lambda.size() - 1]).count();
  const Small<S> vectors = eigen.eigenvectors().rightCols(rank);
  const Eigen::VectorXd root = lambda.tail(rank).sqrt().inverse().matrix();
  result.orthonormalising = vectors * root.template cast<S>().asDiagonal();
  result.leverage = vectors.rowwise().squaredNorm();
  return std::nullopt;
}

/// A lower bound of the largest |eigenvalue| of a Hermitian matrix, by power iteration: usually
/// within some per cent.
template <Scalar S>
double size_of(const Small<S>& A) {
  Index start = 0;
  const double diagonal = A.diagonal().cwiseAbs().maxCoeff(&start);
  double size = diagonal;
  Eigen::Matrix<S, Eigen::Dynamic, 1> x = A.col(start);
  for (int step = 0; step < power_steps; ++step) {
    const double length = x.norm();
    if (!(length > 0)) break;
    x = A * (x / length);
    size = std::max(size, x.norm());
  }
  return size;
}

/// F and C⁺ᴴ by Cholesky factors, with ν = 8 ε times the size of the Ritz matrix: C = LᴴR for
/// LLᴴ = R⁻ᴴΩᴴB_νΩR⁻¹. Returns false if a Ritz value is below −ν/2.
template <Scalar S>
bool by_cholesky(const Panel<S>& omega, const Panel<S>& Y, const Small<S>& R, const Small<S>& ritz,
                 double epsilon, Nystrom<S>& result) {
  const double shift = shift_digits * epsilon * size_of(ritz);
  Small<S> L = ritz;
  L.diagonal().array() += shift / 2;
  if (!cholesky(L)) return false;
  L = ritz;
  L.diagonal().array() += shift;
  if (!cholesky(L)) return false;
  const Small<S> C = times(L, R);
  result.shift = shift;
  result.inverse_adjoint = inverse_of_upper(C).adjoint();
  result.factor = divided<S>(Y.pool(), Y, shift, omega, C);
  return true;
}

/// F and C⁺ᴴ by an eigendecomposition. Throws OperatorError if a Ritz value is too negative to be a
/// rounding error.
template <Scalar S>
void by_eigenvectors(const Panel<S>& omega, const Panel<S>& Y, const Small<S>& ritz, double epsilon,
                     double noise, Nystrom<S>& result) {
  const Small<S>& T = result.orthonormalising;
  const Eigen::SelfAdjointEigenSolver<Small<S>> eigen(ritz);
  const Eigen::ArrayXd lambda = eigen.eigenvalues().array();  // ascending
  const double size = lambda.abs().maxCoeff();
  if (lambda[0] < -std::max(std::sqrt(epsilon) * size, noise)) {
    throw OperatorError(fmt::format(
        "the operator is not positive semidefinite: a vector x was found with xᴴBx / xᴴx = {:.6g}",
        lambda[0]));
  }
  // a negative Ritz value shows the size of the rounding error
  result.shift = std::max(shift_digits * epsilon * size, -2 * lambda[0]);
  if (result.shift == 0) return;
  const Eigen::VectorXd root = (lambda + result.shift).sqrt().matrix();
  const Small<S> inverse =
      T * eigen.eigenvectors() * root.cwiseInverse().template cast<S>().asDiagonal();
  result.inverse_adjoint = inverse.adjoint();
  result.factor = times(Y, inverse);
  add_times(result.factor, omega, Small<S>(result.shift * inverse));
}

}  // namespace

template <Scalar S>
Small<S> orthonormalising(const Small<S>& gram_of_omega) {
  Nystrom<S> result{};
  (void)orthonormalise(gram_of_omega, result);
  return result.orthonormalising;
}

template <Scalar S>
Small<S> products_of(const Panel<S>& omega, const Panel<S>& Y) {
  Small<S> H = hermitian_product<S>(omega, Y);
  const Index shown = std::min(shown_columns, Y.cols());
  H.leftCols(shown) = inner(omega, Y.leftCols(shown));
  return H;
}

template <Scalar S>
Nystrom<S> nystrom(const Panel<S>& omega, const Panel<S>& Y, const Small<S>& gram_of_omega,
                   const Small<S>& H, double epsilon, double noise) {
  // an entry of H adds up n products
  require_hermitian(H, std::sqrt(epsilon), noise * static_cast<double>(omega.rows()));
  Nystrom<S> result{};
  result.n = omega.rows();
  const std::optional<Small<S>> R = orthonormalise(gram_of_omega, result);
  Small<S> ritz = (H + H.adjoint()) / 2.0;
  if (R) {
    divide(ritz, *R);
    ritz.adjointInPlace();
    divide(ritz, *R);
    if (by_cholesky(omega, Y, *R, ritz, epsilon, result)) return result;
  } else {
    ritz = inner(result.orthonormalising, times(ritz, result.orthonormalising));
  }
  by_eigenvectors(omega, Y, ritz, epsilon, noise, result);
  return result;
}

#define INSTANTIATE(S)                                                                            \
  template Small<S> orthonormalising(const Small<S>&);                                            \
  template Small<S> products_of(const Panel<S>&, const Panel<S>&);                                \
  template Nystrom<S> nystrom(const Panel<S>&, const Panel<S>&, const Small<S>&, const Small<S>&, \
                              double, double);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
