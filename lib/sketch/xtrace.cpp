#include "xtrace.hpp"

#include <cmath>
#include <utility>

#include <lib/core/instantiate.hpp>
#include <lib/core/scaled.hpp>
#include <lib/core/sum.hpp>
#include <lib/linalg/blocked_cholesky.hpp>
#include <lib/linalg/orthonormal.hpp>
#include <lib/parallel/parallel_for.hpp>
#include "left_out_directions.hpp"

namespace isotrace {

namespace {

/// The fraction of ‖ω‖² that must lie off the sketch's range for a probe to add a direction on
/// which B is known: the rounding error grows by 1/kept_square.
constexpr double kept_square = 1.0 / 16;

/// The values t_i and t_i|j. Let s_1 … s_q be an orthonormal basis, in coordinates of Q, of the
/// directions lost without the left-out probes. Then, with x = w − Σ s_a s_aᴴw and
/// (I − P)Bω = Q Σ s_a s_aᴴ r,
///   μᴴBμ = Σ conj(s_aᴴw) s_aᴴr − zᴴx + xᴴHx,   ‖μ‖² = ‖ω‖² − ‖w‖² + Σ |s_aᴴw|²
/// for w = Qᴴω, z = Zᴴω, r = QᴴBω and H = QᴴBQ. Columns belong to the fresh probes.
template <Scalar S>
class Values {
 public:
  Values(const XTraceTables<S>& tables, Index dim, bool resphered)
      : n_(static_cast<double>(dim)),
        resphered_(resphered),
        out_(left_out(tables)),
        trace_(sum(tables.h.diagonal())) {
    const Small<S>& w = tables.w;
    const Small<S>& s = out_.s;
    const Small<S> a = tables.z - inner(tables.h, w);
    ws_ = inner(w, s);
    as_ = inner(a, s);
    hws_ = inner(times(tables.h, w), s);
    shs_ = inner(s, times(tables.h, s));
    shs_transposed_ = shs_.transpose();
    sr_ = inner_diagonal<S>(s, tables.r.rightCols(s.cols()));
    outside_ = tables.squares - column_squares<S>(w);
    find_singles(inner_diagonal<S>(a, w));
  }

  Small<S> table() const {
    const Index k = out_.s.cols();
    Small<S> table(k, k);
    parallel_for(k, [&](Index j) {
      for (Index i = 0; i < k; ++i) table(i, j) = value(i, j);
    });
    return table;
  }

 private:
  static LeftOutDirections<S> left_out(const XTraceTables<S>& tables) {
    const Index k = tables.w.cols();
    const PseudoInverse<S> inverse(tables.r);
    return LeftOutDirections<S>(inverse.adjoint.rightCols(k), inverse.leverage.tail(k));
  }

  /// μᴴBμ and ‖μ‖² with probe i alone left out.
  void find_singles(const Numbers<S>& aw) {
    const Index k = out_.s.cols();
    single_.resize(k);
    for (Index i = 0; i < k; ++i) {
      const S c = conjugate(ws_(i, i));  // sᴴw
      single_[i] = conjugate(c) * (sr_[i] - conjugate(hws_(i, i))) - aw[i] + as_(i, i) * c +
                   std::norm(c) * shs_(i, i);
      outside_[i] += std::norm(c);
    }
  }

  /// t_i for i = j, else t_i|j.
  S value(Index i, Index j) const {
    const double left = static_cast<double>(out_.s.rows()) - out_.lost(i);
    const S h11 = shs_(i, i);
    const double nu = out_.nu(i, j);
    if (i == j || nu == 0) return trace_ - h11 + scale(outside_[i], left) * single_[i];
    const S g = out_.g(i, j);
    const S gc = conjugate(g);
    const S c1 = conjugate(ws_(i, i));
    const S c2 = conjugate(ws_(i, j) - ws_(i, i) * g) / nu;  // uᴴw
    const S ur = -gc * sr_[i] / nu;                          // uᴴr, as s_jᴴr_i = 0
    const S au = (as_(i, j) - as_(i, i) * g) / nu;
    const S uhw = conjugate(hws_(i, j) - hws_(i, i) * g) / nu;
    const S sij = shs_(i, j);
    const S sji = shs_transposed_(i, j);
    const S h12 = (sij - h11 * g) / nu;
    const S h21 = (sji - gc * h11) / nu;
    const S h22 = (shs_(j, j) - gc * sij - sji * g + std::norm(g) * h11) / (nu * nu);
    const S pair = single_[i] + conjugate(c2) * (ur - uhw) + au * c2 + std::norm(c2) * h22 +
                   conjugate(c1) * c2 * h12 + conjugate(c2) * c1 * h21;
    return trace_ - h11 - h22 + scale(outside_[i] + std::norm(c2), left - 1) * pair;
  }

  double scale(double outside, double rank) const {
    if (!resphered_) return 1;
    return outside > 0 ? (n_ - rank) / outside : 0;
  }

  double n_;
  bool resphered_;
  LeftOutDirections<S> out_;
  S trace_;
  Small<S> ws_;   ///< wᴴs
  Small<S> as_;   ///< (z − Hᴴw)ᴴs
  Small<S> hws_;  ///< (Hw)ᴴs
  Small<S> shs_;  ///< sᴴHs
  Small<S> shs_transposed_;
  Numbers<S> sr_;
  Numbers<S> single_;
  Eigen::ArrayXd outside_;  ///< ‖ω‖² − ‖w‖² + |sᴴw|²
};

}  // namespace

template <Scalar S>
void XTrace<S>::add_probes(Index count) {
  if (count == 0) return;
  Panel<S> more = B_.probes(omega_.cols(), count);
  Panel<S> sketched = B_.sketch(more);
  sketch_squares_ += column_squares<S>(sketched).sum();
  Y_ = joined(std::move(Y_), std::move(sketched));
  omega_ = joined(std::move(omega_), std::move(more));
}

template <Scalar S>
void XTrace<S>::keep() {
  kept_ = probes();
  tables_.w.resize(tables_.w.rows(), 0);
  tables_.z.resize(tables_.z.rows(), 0);
  tables_.squares.resize(0);
}

template <Scalar S>
void XTrace<S>::complete() {
  Complement<S> more = complement<S>(Q_, Y_.rightCols(probes() - in_basis_), floor());
  in_basis_ = probes();
  const Index before = Q_.cols();
  if (more.basis.cols() > 0) {
    Z_ = joined(std::move(Z_), B_.apply(more.basis));
    Q_ = joined(std::move(Q_), std::move(more.basis));
  }
  const Index added = Q_.cols() - before;
  const auto newest = Q_.rightCols(added);
  border<S>(tables_.h, inner(Q_, Z_.rightCols(added)), inner(newest, Z_.leftCols(before)));
  Small<S> columns(Q_.cols(), more.inside.cols());
  columns.topRows(before) = more.inside;
  columns.bottomRows(added) = more.own;
  border<S>(tables_.r, columns, Small<S>::Zero(added, tables_.r.cols()));
  add_to_probes_tables(added);
}

/// Extends the tables by rows for the `added` newest columns of Q and by columns for new probes.
template <Scalar S>
void XTrace<S>::add_to_probes_tables(Index added) {
  const Index known = tables_.w.cols();
  const Index more = fresh() - known;
  const auto old_probes = omega_.middleCols(kept_, known);
  const auto new_probes = omega_.rightCols(more);
  border<S>(tables_.w, inner(Q_, new_probes), inner(Q_.rightCols(added), old_probes));
  border<S>(tables_.z, inner(Z_, new_probes), inner(Z_.rightCols(added), old_probes));
  tables_.squares.conservativeResize(fresh());
  tables_.squares.tail(more) = column_squares<S>(new_probes);
}

template <Scalar S>
LeaveOneOutValues<S> XTrace<S>::estimate() const {
  const Values<S> values(tables_, B_.dim(), B_.invariant());
  LeaveOneOutValues<S> result{.table = values.table()};
  result.magnitude = tables_.h.norm() + std::abs(sum(tables_.h.diagonal()));
  const bool deficient = Q_.cols() < Y_.cols();
  if (deficient) result.cut = std::sqrt(static_cast<double>(B_.dim())) * floor();
  result.exhausted = deficient && B_.in_general_position();
  return result.in_unit(B_.unit());
}

/// The basis is Q and, off its range, the columns of Ω − Qw that are long enough. B on these
/// follows from (Ω − Qw)ᴴB(Ω − Qw) = ΩᴴBΩ − wᴴr − zᴴw + wᴴHw.
template <Scalar S>
AppliedDirections<S> XTrace<S>::directions() && {
  const Small<S> w = inner(Q_, omega_);
  Small<S> H = inner(omega_, Y_);
  const double before = H.norm();
  H -= times(Small<S>(w.adjoint()), Small<S>(tables_.r - times(tables_.h, w)));
  H -= times(inner(omega_, Z_), w);
  Y_ = {};
  Z_ = {};
  add_times(omega_, Q_, Small<S>(-w));
  const double least = kept_square * static_cast<double>(B_.dim());
  const PivotedCholesky<S> rest = pivoted_cholesky(gram(omega_), least);
  const Index found = rest.R.cols();
  Panel<S> N = selected(omega_, rest.order.data(), found);
  omega_ = {};
  divide(N, rest.R);
  Small<S> own = H(rest.order, rest.order).topLeftCorner(found, found);
  divide(own, rest.R);
  divide_adjoint(rest.R, own);
  const S inside = sum(tables_.h.diagonal());
  AppliedDirections<S> result;
  const double size = std::abs(inside) + tables_.h.norm() + own.norm() + before / least;
  result.trace = scaled(S(inside + sum(own.diagonal())), B_.unit());
  result.size = scaled(size, B_.unit());
  result.basis = joined(std::move(Q_), std::move(N));
  return result;
}

#define INSTANTIATE(S) template class XTrace<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
