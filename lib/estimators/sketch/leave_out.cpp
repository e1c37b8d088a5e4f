#include "leave_out.hpp"

#include <Eigen/QR>

#include "../../core/parallel.hpp"

namespace isotrace {

namespace {

/// A column of less leverage is spanned by the others.
constexpr double own_leverage = 1 - 1e-6;
/// ν below this is rounding.
constexpr double least_nu = 1e-14;

}  // namespace

template <Scalar S>
PseudoInverse<S>::PseudoInverse(const Small<S>& M)
    : adjoint(Small<S>::Zero(M.rows(), M.cols())), leverage(Eigen::VectorXd::Zero(M.cols())) {
  if (M.rows() == 0) return;
  const Eigen::VectorXd scale = M.rowwise().norm();
  const auto unscale = scale.cwiseInverse().template cast<S>().asDiagonal();
  // M = diag(scale) RᴴQᴴ, its rows made equal, so that M⁺ᴴ = diag(scale)⁻¹ R⁻¹ Qᴴ
  const Eigen::HouseholderQR<Small<S>> qr(Small<S>((unscale * M).adjoint()));
  const Small<S> Q = qr.householderQ() * Small<S>::Identity(M.cols(), M.rows());
  const Small<S> R = qr.matrixQR().topRows(M.rows());
  adjoint =
      unscale * Small<S>(R.template triangularView<Eigen::Upper>().solve(Small<S>(Q.adjoint())));
  leverage = Q.rowwise().squaredNorm();
}

template <Scalar S>
LeaveOut<S>::LeaveOut(Small<S> columns, const Eigen::VectorXd& leverage) : s(std::move(columns)) {
  for (Index i = 0; i < s.cols() && s.rows() > 0; ++i) {
    if (leverage[i] < own_leverage) {
      s.col(i).setZero();
      continue;
    }
    s.col(i) /= s.col(i).cwiseAbs().maxCoeff();  // its square may overflow or vanish
    s.col(i).normalize();
  }
  g = inner(s, s);
  nu.resize(s.cols(), s.cols());
  parallel_for(s.cols(), [&](Index j) {
    for (Index i = 0; i < s.cols(); ++i) {
      const double length = (s.col(j) - s.col(i) * g(i, j)).norm();
      nu(i, j) = length > least_nu ? length : 0;
    }
  });
}

template struct PseudoInverse<double>;
template struct PseudoInverse<std::complex<double>>;
template struct LeaveOut<double>;
template struct LeaveOut<std::complex<double>>;

}  // namespace isotrace
