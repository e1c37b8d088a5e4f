#include "xnystrace.hpp"

#include <utility>

#include <lib/core/instantiate.hpp>
#include <lib/core/scaled.hpp>
#include <lib/parallel/parallel_for.hpp>
#include "left_out_directions.hpp"

namespace isotrace {

namespace {

/// The factors c_i on the diagonal and, in entry (i, j), c_i without probe j: n − rank over the
/// squared distance of ω_i from the span of the other probes. The inverse of that square is K_ii
/// for K = (ΩᴴΩ)⁻¹ = TTᴴ, and K_ii − |K_ij|²/K_jj without probe j. All ones if the law is not
/// invariant.
template <Scalar S>
Eigen::MatrixXd resphering(const Small<S>& T, Index n, bool invariant) {
  const Index k = T.rows();
  if (!invariant) return Eigen::MatrixXd::Ones(k, k);
  const Small<S> K = gram(Small<S>(T.adjoint()));
  const auto outside = static_cast<double>(n - k);
  Eigen::MatrixXd c(k, k);
  parallel_for(k, [&](Index j) {
    for (Index i = 0; i < k; ++i) {
      c(i, j) = (outside + 2) * (real_part(K(i, i)) - std::norm(K(i, j)) / real_part(K(j, j)));
    }
    c(j, j) = (outside + 1) * real_part(K(j, j));
  });
  return c;
}

/// Extends a Hermitian table by the columns [right; own].
template <Scalar S>
void border_hermitian(Small<S>& A, const Small<S>& right, const Small<S>& own) {
  Small<S> columns(right.rows() + own.rows(), own.cols());
  columns.topRows(right.rows()) = right;
  columns.bottomRows(own.rows()) = own;
  border<S>(A, std::move(columns), right.adjoint());
}

/// t_i and t_i|j. Without some probes B_ν⟨Ω⟩ loses F u uᴴFᴴ for each direction u that the columns
/// c_i of C lose (LeftOutDirections); at ω_i the value of this part is Σ |uᴴc_i|².
template <Scalar S>
LeaveOneOutValues<S> estimate_from(const Nystrom<S>& approximation, const Eigen::MatrixXd& scale) {
  const Small<S>& inverse = approximation.inverse_adjoint;
  const LeftOutDirections<S> out(inverse, approximation.leverage);
  const Small<S> gram_of_factor = gram(approximation.factor);
  const double squares = sum(gram_of_factor.diagonal().real());
  const double shifted = approximation.shift * static_cast<double>(approximation.n);
  const double trace = squares - shifted;
  const Small<S> lost = inner(out.s, times(gram_of_factor, out.s));
  const Eigen::ArrayXd lengths = column_squares<S>(inverse);
  const Index k = out.s.cols();
  Small<S> table(k, k);
  parallel_for(k, [&](Index j) {
    for (Index i = 0; i < k; ++i) {
      const double f11 = real_part(lost(i, i));
      const double own = out.lost(i) > 0 ? 1 / lengths[i] : 0;  // |s_iᴴc_i|²
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
  });
  return {.table = std::move(table), .magnitude = squares + shifted};
}

}  // namespace

template <Scalar S>
void XNysTrace<S>::add_probes(Index count) {
  if (count == 0) return;
  Panel<S> more = B_.probes(first_ + omega_.cols(), count);
  Panel<S> sketched = B_.sketch(more);
  border_hermitian(products_, inner(omega_, sketched), products_of(more, sketched));
  border_hermitian(gram_, inner(omega_, more), gram(more));
  omega_ = joined(std::move(omega_), std::move(more));
  Y_ = joined(std::move(Y_), std::move(sketched));
}

template <Scalar S>
Nystrom<S> XNysTrace<S>::approximation() const {
  return nystrom<S>(omega_, Y_, gram_, products_, B_.epsilon(), scaled(noise_, -B_.unit()));
}

template <Scalar S>
AppliedDirections<S> XNysTrace<S>::directions() && {
  Y_ = {};
  const Small<S> T = orthonormalising<S>(gram_);
  const Small<S> inside = inner(T, times(products_, T));
  omega_ = times(omega_, T);
  const S trace = real_part(sum(inside.diagonal()));
  return {std::move(omega_), scaled(trace, B_.unit()),
          scaled(std::abs(trace) + inside.norm(), B_.unit())};
}

template <Scalar S>
LeaveOneOutValues<S> XNysTrace<S>::estimate() const {
  const Nystrom<S> approximation = this->approximation();
  if (approximation.factor.cols() == 0) {
    return {.table = Small<S>::Zero(probes(), probes()), .exhausted = B_.in_general_position()};
  }
  const auto scale = resphering(approximation.orthonormalising, B_.dim(), B_.invariant());
  return estimate_from(approximation, scale).in_unit(B_.unit());
}

#define INSTANTIATE(S) template class XNysTrace<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
