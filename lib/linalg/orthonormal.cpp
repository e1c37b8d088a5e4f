#include "orthonormal.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <utility>

#include "blocked_cholesky.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace {

namespace {

/// The least σ/σ_max that one Gram matrix resolves. Its rounding error is ε σ_max², so a basis made
/// from it is orthonormal up to ε (σ_max/σ)²; a second Gram matrix removes this error.
constexpr double resolved = 1e-6;
/// The threshold for 1/(‖R‖_F ‖R⁻¹‖_F), a lower bound of σ/σ_max.
constexpr double surely_resolved = 1e-7;
/// The square roots of the k pivots of a pivoted Cholesky factor usually match the singular values
/// up to √k. Those above `safely`·√k times a bound are taken to prove singular values above it.
constexpr double safely = 10;
/// A Gram matrix scaled to unit diagonal and this near to I has condition number at most 7. One
/// Cholesky factor of it makes a basis orthonormal to rounding.
constexpr double near_identity = 0.75;
/// An orthonormal panel is still orthonormal after a projection that takes off at most this.
constexpr double nothing = 1e-8;
/// After a projection that takes off at most this, another would change nothing.
constexpr double little = 0.1;

/// A sum of squares between these bounds has lost no digits to underflow or overflow.
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

/// P ← P R⁻¹, PᴴP = RᴴR, repeated while PᴴP was far from I. Returns the product of the factors.
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
  // The columns are not rescaled by separately computed norms: the rounding of matrix products
  // affects the Gram matrix and QᴴBQ alike, and cancels in a trace.
  return product;
}

/// Projects P off Q, where P is orthonormal to some digits. Returns the coefficients QᴴP taken off.
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

/// Whether all singular values of R are above the floor and are resolved by one Gram matrix.
template <Scalar S>
bool resolves(const Small<S>& R, double floor) {
  const double least = 1 / inverse_of_upper(R).norm();
  return least > std::max(floor, surely_resolved * R.norm());
}

/// Computes P and R of Y = P R with one Cholesky factor, for a Y orthogonal to Q. On entry, R is
/// the Gram matrix of Y. Returns false if one factor does not resolve Y.
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

/// Removes the well-resolved part from Y and returns it, orthonormal to some digits. Uses
/// eigenvectors of the Gram matrix, the only way to separate singular values close to the floor.
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

/// The same by a pivoted Cholesky factor, or by eigenvectors if the floor decides what is kept.
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

/// An orthonormal basis of Y, built in stages, for a Y orthogonal to Q.
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

/// Stores in `result` what Y adds to Q, for a Y orthogonal to Q up to rounding. Returns false if
/// squares of the entries of Y underflow or overflow.
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

/// The same for entries of Y of any size: scales Y if necessary.
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
