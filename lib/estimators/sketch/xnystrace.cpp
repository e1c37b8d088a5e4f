#include "xnystrace.hpp"

#include <Eigen/Cholesky>
#include <utility>

#include "../../core/scaled.hpp"
#include "leave_out.hpp"

namespace isotrace {

namespace {

/// (n − rank)/‖ω_i off the others‖² without probe i (on the diagonal) or probes i and j:
/// 1/‖·‖² is K_ii for K = (ΩᴴΩ)⁻¹, without j also K_ii − |K_ij|²/K_jj. Ones for a law that is not
/// invariant.
template <Scalar S>
Eigen::MatrixXd resphering(const Panel<S>& omega, bool invariant) {
  const Index k = omega.cols();
  if (!invariant) return Eigen::MatrixXd::Ones(k, k);
  const Small<S> K = Eigen::LLT<Small<S>>(inner(omega, omega)).solve(Small<S>::Identity(k, k));
  const auto outside = static_cast<double>(omega.rows() - k);
  Eigen::MatrixXd c(k, k);
  for (Index j = 0; j < k; ++j) {
    for (Index i = 0; i < k; ++i) {
      c(i, j) = (outside + 2) * (real_part(K(i, i)) - std::norm(K(i, j)) / real_part(K(j, j)));
    }
  }
  c.diagonal() = (outside + 1) * K.diagonal().real();
  return c;
}

/// t_i and t_i|j. What B_ν⟨Ω⟩ loses with probes left out is F u uᴴFᴴ for the directions u of
/// LeaveOut for the columns of C, and with them goes ω_iᴴ(·)ω_i = Σ |uᴴc_i|².
template <Scalar S>
Small<S> full_table(const Nystrom<S>& approximation, const Eigen::MatrixXd& scale) {
  const Small<S>& inverse = approximation.inverse_adjoint;
  const LeaveOut<S> out(inverse, approximation.leverage);
  const Small<S> gram = inner(approximation.factor, approximation.factor);
  const Small<S> lost = inner(out.s, inner(gram, out.s));
  const double trace = approximation.trace();
  const Index k = out.s.cols();
  Small<S> table(k, k);
  for (Index i = 0; i < k; ++i) {
    const double f11 = real_part(lost(i, i));
    const double own = out.lost(i) > 0 ? 1 / inverse.col(i).squaredNorm() : 0;  // |s_iᴴc_i|²
    for (Index j = 0; j < k; ++j) {
      if (i == j || out.nu(i, j) == 0) {
        table(i, j) = trace - f11 + scale(i, i) * own;
        continue;
      }
      const S g = out.g(i, j);
      const double nu2 = out.nu(i, j) * out.nu(i, j);
      const double f22 =
          (real_part(lost(j, j)) - 2 * real_part(conjugate(g) * lost(i, j)) + std::norm(g) * f11) /
          nu2;
      table(i, j) = trace - f11 - f22 + scale(i, j) * own * (1 + std::norm(g) / nu2);
    }
  }
  return table;
}

}  // namespace

template <Scalar S>
void XNysTrace<S>::add_probes(Index count) {
  Panel<S> more = B_.probes(omega_.cols(), count);
  Y_ = joined(std::move(Y_), B_.sketch(more));
  omega_ = joined(std::move(omega_), std::move(more));
}

template <Scalar S>
Nystrom<S> XNysTrace<S>::approximation() const {
  return nystrom(omega_, Y_, B_.epsilon(), scaled(noise_, -B_.unit()));
}

template <Scalar S>
LeaveOneOut<S> XNysTrace<S>::estimate() const {
  const Nystrom<S> approximation = this->approximation();
  if (approximation.factor.cols() == 0) {
    return {.table = Small<S>::Zero(probes(), probes()), .exhausted = B_.in_general_position()};
  }
  return {full_table(approximation, resphering(omega_, B_.invariant())), approximation.magnitude()};
}

template class XNysTrace<double>;
template class XNysTrace<std::complex<double>>;

}  // namespace isotrace
