#include "left_out_directions.hpp"

#include <Eigen/QR>
#include <cmath>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/blocked_cholesky.hpp>
#include <lib/linalg/orthonormal.hpp>

#include <lib/parallel/parallel_for.hpp>

namespace isotrace {

namespace {

/// A column of smaller leverage is spanned by the others.
constexpr double own_leverage = 1 - 1e-6;
/// A smaller ν is rounding error.
constexpr double least_nu = 1e-14;
/// Up to this |g|², 1 − |g|² loses at most one digit.
constexpr double no_cancellation = 0.9;

template <Scalar S>
bool upper_triangular(const Small<S>& M) {
  for (Index j = 0; j < M.cols(); ++j) {
    if ((M.col(j).tail(M.rows() - j - 1).array() != S(0)).any()) return false;
  }
  return true;
}

/// Q and R of M = QR for a tall M of full rank: from Gram matrices if these are accurate enough,
/// else by Householder reflections.
template <Scalar S>
void factorise(const Small<S>& M, Small<S>& Q, Small<S>& R) {
  Complement<S> gram = complement<S>(Panel<S>(nullptr, M.rows(), 0), M, 0);
  if (gram.own.rows() == M.cols() && upper_triangular(gram.own)) {
    Q = gram.basis;
    R = std::move(gram.own);
    return;
  }
  const Eigen::HouseholderQR<Small<S>> qr(M);
  Q = qr.householderQ() * Small<S>::Identity(M.rows(), M.cols());
  R = qr.matrixQR().topRows(M.cols()).template triangularView<Eigen::Upper>();
}

}  // namespace

template <Scalar S>
PseudoInverse<S>::PseudoInverse(const Small<S>& M)
    : adjoint(Small<S>::Zero(M.rows(), M.cols())), leverage(Eigen::VectorXd::Zero(M.cols())) {
  if (M.rows() == 0) return;
  if (M.rows() == M.cols() && upper_triangular(M)) {
    adjoint = inverse_of_upper(M).adjoint();
    leverage.setOnes();
    return;
  }
  const Eigen::VectorXd scale = M.rowwise().norm();
  const auto unscale = scale.cwiseInverse().template cast<S>().asDiagonal();
  // with rows scaled to norm 1, M = diag(scale) RᴴQᴴ and M⁺ᴴ = diag(scale)⁻¹ R⁻¹ Qᴴ
  Small<S> Q;
  Small<S> R;
  factorise(Small<S>((unscale * M).adjoint()), Q, R);
  leverage = Q.rowwise().squaredNorm();
  adjoint = unscale * times(inverse_of_upper(R), Small<S>(Q.adjoint()));
}

template <Scalar S>
LeftOutDirections<S>::LeftOutDirections(Small<S> columns, const Eigen::VectorXd& leverage)
    : s(std::move(columns)) {
  for (Index i = 0; i < s.cols() && s.rows() > 0; ++i) {
    if (leverage[i] < own_leverage) {
      s.col(i).setZero();
      continue;
    }
    s.col(i) /= s.col(i).cwiseAbs().maxCoeff();  // the square of its norm may overflow or vanish
    s.col(i).normalize();
  }
  g = gram(s);
  nu.resize(s.cols(), s.cols());
  parallel_for(s.cols(), [&](Index j) {
    const bool any = g(j, j) != S(0);
    for (Index i = 0; i < s.cols(); ++i) {
      const double shared = std::norm(g(i, j));
      if (any && shared < no_cancellation) {
        nu(i, j) = std::sqrt(1 - shared);
        continue;
      }
      const double length = (s.col(j) - s.col(i) * g(i, j)).norm();
      nu(i, j) = length > least_nu ? length : 0;
    }
  });
}

#define INSTANTIATE(S)              \
  template struct PseudoInverse<S>; \
  template struct LeftOutDirections<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
