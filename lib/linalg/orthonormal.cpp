#include "orthonormal.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <utility>

#include "blocked_cholesky.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace {

namespace {

/// σ/σ_max that one Gram matrix resolves: its rounding is ε σ_max², and that of a basis made of it
/// ε (σ_max/σ)², which a second Gram matrix removes.
constexpr double resolved = 1e-6;
/// The same for 1/(‖R‖_F ‖R⁻¹‖_F), which is less than σ/σ_max.
constexpr double surely_resolved = 1e-7;
/// Pivots of a Cholesky factor this many times as great as a bound prove singular values above it:
/// by k columns they differ by √k in theory's usual case, and by more in none that is known.
constexpr double safely = 10;
/// A Gram matrix of unit diagonal this near to I, of condition 7 at the most, makes a basis
/// orthonormal to rounding at once.
constexpr double near_identity = 0.75;
/// What a projection takes off an orthonormal panel, up to which the rest is orthonormal still.
constexpr double nothing = 1e-8;
/// … and up to which another projection would take nothing.
constexpr double little = 0.1;

/// Between these, squares of numbers have all their digits.
constexpr double least_squares = 1e-200;
constexpr double greatest_squares = 1e200;

template <Scalar S>
Complement<S> nothing_added(const Panel<S>& Q, const PanelView<S>& Y) {
  return {Panel<S>(Q.pool(), Y.rows(), 0), Small<S>::Zero(Q.cols(), Y.cols()),
          Small<S>(0, Y.cols())};
}

/// The greatest row sum of |D^(−½) G D^(−½) − I|, D the diagonal of G: a bound on its norm.
template <Scalar S>
double distance_from_identity(const Small<S>& G) {
  const Eigen::ArrayXd scale = G.diagonal().real().array().sqrt().inverse();
  double greatest = 0;
  for (Index j = 0; j < G.cols(); ++j) {
    const double sum = (G.col(j).cwiseAbs().array() * scale).sum() * scale[j] - 1;
    if (!(sum <= greatest)) greatest = sum;  // or NaN
  }
  return greatest;
}

/// P ← P R⁻¹ with PᴴP = RᴴR, once more where PᴴP was far from I; the product of the factors.
template <Scalar S>
Small<S> orthonormalise(Panel<S>& P) {
  Small<S> product = Small<S>::Identity(P.cols(), P.cols());
  for (int pass = 0; pass < 3; ++pass) {
    Small<S> R = gram(P);
    const double distance = distance_from_identity(R);
    if (!cholesky(R)) return product;
    divide(P, R);
    product = times(R, product);
    if (distance < near_identity) break;
  }
  // (Columns are not brought to length 1 by other sums: what a product's rounding makes of a Gram
  // matrix it makes of QᴴBQ as well, and in a trace the two cancel.)
  return product;
}

/// P off Q, where P is orthonormal to some digits; QᴴP, and whether P is still as orthonormal.
template <Scalar S>
Small<S> clear_of(const Panel<S>& Q, Panel<S>& P) {
  Small<S> C = project_off(Q, P);
  double taken = C.norm();
  for (int pass = 0; pass < 3 && taken > little; ++pass) {
    const Small<S> more = project_off(Q, P);
    taken = more.norm();
    C += more;
  }
  return C;
}

/// Whether all singular values of R are above the floor, and what one Gram matrix resolves.
template <Scalar S>
bool resolves(const Small<S>& R, double floor) {
  const double least = 1 / inverse_of_upper(R).norm();
  return least > std::max(floor, surely_resolved * R.norm());
}

/// P and R of Y = P R by one Cholesky factor, for a Y off Q with Gram matrix R; false where that
/// doesn't resolve Y.
template <Scalar S>
bool by_one_factor(const Panel<S>& Q, Small<S> R, double floor, const PanelView<S>& Y,
                   Complement<S>& result) {
  const double distance = distance_from_identity(R);
  if (!cholesky(R) || !resolves(R, floor)) return false;
  result.basis = divided<S>(Q.pool(), Y, 0, Y, R);
  const Small<S> taken = clear_of(Q, result.basis);
  if (Q.cols() > 0) result.inside += times(taken, R);
  if (!(distance < near_identity) || taken.norm() > nothing) {
    R = times(orthonormalise(result.basis), R);
  }
  result.own = std::move(R);
  return true;
}

/// The well-resolved part of Y, orthonormal to some digits, taken from Y, by eigenvectors of the
/// Gram matrix: the one way that tells singular values beside the floor.
template <Scalar S>
Panel<S> leading_by_eigenvectors(const Small<S>& G, double floor, Panel<S>& Y) {
  const Eigen::SelfAdjointEigenSolver<Small<S>> eigen(G);
  const Eigen::ArrayXd sigma = eigen.eigenvalues().array().max(0.0).sqrt();  // ascending
  const double greatest = sigma[sigma.size() - 1];
  const Index kept =
      greatest > floor ? (sigma > std::max(resolved * greatest, floor)).count() : Index{0};
  const Small<S> scaled = eigen.eigenvectors().rightCols(kept) *
                          sigma.tail(kept).inverse().matrix().template cast<S>().asDiagonal();
  Panel<S> P = times(Y, scaled);
  Y = times(Y, Small<S>(eigen.eigenvectors().leftCols(Y.cols() - kept)));
  return P;
}

/// The same by greatest columns, where the floor is far below or above the last of them.
template <Scalar S>
Panel<S> leading(const Small<S>& G, double floor, Panel<S>& Y) {
  const double greatest = std::sqrt(G.diagonal().real().maxCoeff());
  const double safe = safely * std::sqrt(static_cast<double>(Y.cols())) * floor;
  const double least = std::max(resolved * greatest, safe);
  const PivotedCholesky<S> factor = pivoted_cholesky(G, least * least);
  const Index kept = factor.R.cols();
  if (safe > resolved * greatest && kept < Y.cols()) return leading_by_eigenvectors(G, floor, Y);
  Panel<S> P = selected(Y, factor.order.data(), kept);
  divide(P, factor.R);
  Y = selected(Y, factor.order.data() + kept, Y.cols() - kept);
  return P;
}

/// A basis of Y in stages, for a Y off Q.
template <Scalar S>
Panel<S> by_stages(const Panel<S>& Q, Panel<S> Y, double floor) {
  Panel<S> basis(Q.pool(), Y.rows(), 0);
  while (Y.cols() > 0) {
    const Small<S> G = gram(Y);
    if (!(std::sqrt(real_part(G.trace())) > floor)) break;
    Panel<S> P = leading(G, floor, Y);
    if (P.cols() == 0) break;
    clear_of(Q, P);
    clear_of(basis, P);
    orthonormalise(P);
    project_off(P, Y);
    basis = joined(std::move(basis), std::move(P));
  }
  return basis;
}

/// What Y, which is off Q but for rounding, adds to Q; false where squares of its entries vanish or
/// overflow.
template <Scalar S>
bool add_complement(const Panel<S>& Q, const PanelView<S>& Y, double floor, Complement<S>& result) {
  Small<S> G = gram(Y);
  const double squares = real_part(G.trace());
  if (!(squares > least_squares && squares < greatest_squares)) return false;
  if (!(std::sqrt(squares) > floor)) return true;
  if (by_one_factor<S>(Q, std::move(G), floor, Y, result)) return true;
  result.basis = by_stages(Q, Panel<S>(Q.pool(), Y), floor);
  result.own = inner(result.basis, Y);
  return true;
}

/// The same whatever the size of Y's entries.
template <Scalar S>
void add_scaled_complement(const Panel<S>& Q, const PanelView<S>& Y, double floor,
                           Complement<S>& result) {
  if (add_complement(Q, Y, floor, result)) return;
  const double size = Y.stableNorm();
  if (!(size > floor)) return;
  Complement<S> scaled = nothing_added<S>(Q, Y);
  add_complement<S>(Q, Panel<S>(Q.pool(), Y / size), floor / size, scaled);
  result.basis = std::move(scaled.basis);
  result.inside += scaled.inside * size;
  result.own = scaled.own * size;
}

}  // namespace

template <Scalar S>
Complement<S> complement(const Panel<S>& Q, const PanelView<S>& Y, double floor) {
  Complement<S> result = nothing_added<S>(Q, Y);
  if (Y.cols() == 0) return result;
  if (Q.cols() == 0) {
    add_scaled_complement(Q, Y, floor, result);
    return result;
  }
  Panel<S> rest(Q.pool(), Y);
  result.inside = project_off(Q, rest);
  add_scaled_complement<S>(Q, rest, floor, result);
  return result;
}

#define INSTANTIATE(S) \
  template Complement<S> complement(const Panel<S>&, const PanelView<S>&, double);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
