#include "krylov_action.hpp"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace::detail {
namespace {

/// f(T)e₁ for T of these coefficients.
Eigen::VectorXd first_column(const SpectralFunction& f, const Eigen::VectorXd& diagonal,
                             const Eigen::VectorXd& beside, double epsilon) {
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(diagonal, beside);
  if (solver.info() != Eigen::Success) {
    throw Error("the eigenvalues of a tridiagonal matrix did not converge");
  }
  const Eigen::VectorXd& nodes = solver.eigenvalues();
  const double scale = nodes.cwiseAbs().maxCoeff();
  const double rounding = 4 * epsilon * scale;
  Eigen::VectorXd values(nodes.size());
  for (Eigen::Index i = 0; i < nodes.size(); ++i) values[i] = f(nodes[i], rounding);
  const Eigen::MatrixXd& V = solver.eigenvectors();
  return V * (values.array() * V.row(0).transpose().array()).matrix();
}

/// The recurrence of one column, with its basis.
template <Scalar S>
class KeptRecurrence {
 public:
  KeptRecurrence(const PulledBack<S>& B, Index steps, Workspace<S>& ws)
      : B_(B), ws_(ws), basis_(steps + 1, B.dim()), diagonal_(steps), beside_(steps) {}

  /// Runs from x until the end of the recurrence, or `steps`. False for x = 0.
  bool run(const Eigen::Matrix<S, Eigen::Dynamic, 1>& x) {
    const auto most = diagonal_.size();
    norm_ = x.norm();
    steps_ = 0;
    ended_ = false;
    if (norm_ == 0) return false;
    basis_.row(0) = x.transpose() / norm_;
    RowMatrix<S> q(B_.dim(), 1);
    RowMatrix<S> r(B_.dim(), 1);
    double size = 0;
    while (steps_ < most) {
      q.col(0) = basis_.row(steps_).transpose();
      B_.apply(view(q), ws_, view(r));
      orthogonalise(r);
      beside_[steps_] = double(r.norm());
      size = std::max({size, std::abs(diagonal_[steps_]), beside_[steps_]});
      if (!std::isfinite(diagonal_[steps_]) || !std::isfinite(beside_[steps_])) {
        throw NotFiniteError("a product in Lanczos's recurrence is not finite");
      }
      ++steps_;
      ended_ = beside_[steps_ - 1] <= 4 * std::numeric_limits<Real<S>>::epsilon() * size;
      if (ended_) return true;
      basis_.row(steps_) = r.col(0).transpose() / Real<S>(beside_[steps_ - 1]);
    }
    return true;
  }

  /// Whether the vectors span an invariant subspace.
  bool ended() const { return ended_; }
  KeptCoefficients coefficients() const {
    KeptCoefficients out;
    out.squared_norm = double(norm_) * double(norm_);
    out.T.diagonal.assign(diagonal_.data(), diagonal_.data() + steps_);
    out.T.beside.assign(beside_.data(), beside_.data() + steps_ - 1);
    out.beta = ended_ ? 0 : beside_[steps_ - 1];
    return out;
  }

  /// y ← ‖x‖ Q f(T) e₁; returns an estimate of the error for ‖x‖ = 1.
  double evaluate(const SpectralFunction& f, Eigen::Matrix<S, Eigen::Dynamic, 1>& y) const {
    const Eigen::VectorXd c = column(f, steps_);
    y = (basis_.topRows(steps_).transpose() * c.template cast<S>()) * norm_;
    if (ended()) return 0;
    if (steps_ < 4) return std::numeric_limits<double>::infinity();
    const double last = distance(f, c, steps_ - 1);
    const Eigen::VectorXd half = column(f, steps_ / 2);
    return std::max(last,
                    extrapolated_error(distance(f, c, steps_ / 2), distance(f, half, steps_ / 4)));
  }

 private:
  /// ‖c − f(T_k)e₁‖ for a longer c.
  double distance(const SpectralFunction& f, Eigen::VectorXd c, Eigen::Index k) const {
    c.head(k) -= column(f, k);
    return c.norm();
  }
  Eigen::VectorXd column(const SpectralFunction& f, Eigen::Index k) const {
    return first_column(f, diagonal_.head(k), beside_.head(k - 1),
                        std::numeric_limits<Real<S>>::epsilon());
  }

  /// Projects r off the basis, twice, and takes α.
  void orthogonalise(RowMatrix<S>& r) {
    const auto Q = basis_.topRows(steps_ + 1);
    diagonal_[steps_] = 0;
    for (int pass = 0; pass < 2; ++pass) {
      const Eigen::Matrix<S, Eigen::Dynamic, 1> h = Q.conjugate() * r.col(0);
      r.col(0) -= Q.transpose() * h;
      diagonal_[steps_] += std::real(h[steps_]);
    }
  }

  const PulledBack<S>& B_;
  Workspace<S>& ws_;
  RowMatrix<S> basis_;  // a row for each vector
  Eigen::VectorXd diagonal_, beside_;
  Eigen::Index steps_ = 0;
  bool ended_ = false;
  Real<S> norm_ = 0;
};

}  // namespace

template <Scalar S>
double krylov_action(const PulledBack<S>& B, const SpectralFunction& f, Index steps,
                     ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) {
  KeptRecurrence<S> recurrence(B, std::min(steps, B.dim()), ws);
  double change = 0;
  Eigen::Matrix<S, Eigen::Dynamic, 1> y(B.dim());
  for (Index j = 0; j < X.cols; ++j) {
    if (recurrence.run(eigen(X).col(j))) {
      change = std::max(change, recurrence.evaluate(f, y));
    } else {
      y.setZero();
    }
    eigen(Y).col(j) = y;
  }
  return change;
}

template <Scalar S>
std::vector<KeptCoefficients> kept_coefficients(const PulledBack<S>& B, Index steps,
                                                ConstBlockView<S> X, Workspace<S>& ws) {
  KeptRecurrence<S> recurrence(B, std::min(steps, B.dim()), ws);
  std::vector<KeptCoefficients> all(static_cast<std::size_t>(X.cols));
  for (Index j = 0; j < X.cols; ++j) {
    if (recurrence.run(eigen(X).col(j))) {
      all[static_cast<std::size_t>(j)] = recurrence.coefficients();
    }
  }
  return all;
}

#define INSTANTIATE(S)                                                                  \
  template double krylov_action(const PulledBack<S>&, const SpectralFunction&, Index,   \
                                ConstBlockView<S>, Workspace<S>&, BlockView<S>);        \
  template std::vector<KeptCoefficients> kept_coefficients(const PulledBack<S>&, Index, \
                                                           ConstBlockView<S>, Workspace<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
