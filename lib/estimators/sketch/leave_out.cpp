#include "leave_out.hpp"

#include <tbb/parallel_for.h>

#include <Eigen/LU>

namespace isotrace {

template <Scalar S>
LeaveOut<S>::LeaveOut(Small<S> inverse_columns) : s(std::move(inverse_columns)) {
  // a column's greatest entry first: its square may overflow or vanish
  for (Index i = 0; i < s.cols(); ++i) s.col(i) /= s.col(i).cwiseAbs().maxCoeff();
  for (Index i = 0; i < s.cols(); ++i) s.col(i).normalize();
  g = inner(s, s);
  nu.resize(g.rows(), g.cols());
  tbb::parallel_for(Index{0}, g.cols(), [&](Index j) {
    for (Index i = 0; i < g.rows(); ++i) nu(i, j) = (s.col(j) - s.col(i) * g(i, j)).norm();
  });
}

template <Scalar S>
Small<S> inverse_adjoint(const Small<S>& M) {
  const Eigen::VectorXd scale = M.rowwise().norm();
  const Small<S> equal =
      scale.cwiseInverse().template cast<S>().asDiagonal() * M;  // M = diag(scale) equal
  const Eigen::PartialPivLU<Small<S>> factor(equal.adjoint());
  const Small<S> inverse = factor.inverse();
  return scale.cwiseInverse().template cast<S>().asDiagonal() * inverse;
}

template struct LeaveOut<double>;
template struct LeaveOut<std::complex<double>>;
template Small<double> inverse_adjoint(const Small<double>&);
template Small<std::complex<double>> inverse_adjoint(const Small<std::complex<double>>&);

}  // namespace isotrace
