#include "xtrace.hpp"

#include <cmath>
#include <utility>

#include "../../core/sum.hpp"
#include "leave_out.hpp"
#include "orthonormal.hpp"

namespace isotrace {

namespace {

template <Scalar S>
using Numbers = Eigen::Array<S, Eigen::Dynamic, 1>;

/// The products in which all values are written; columns of w and z belong to the fresh probes,
/// those of r to all. With s_1 … s_q an orthonormal basis of what is left out of the range of Q, x
/// = w − Σ s_a s_aᴴw and (I − P)Bω = Q Σ s_a s_aᴴ r,
///   μᴴBμ = Σ conj(s_aᴴw) s_aᴴr − zᴴx + xᴴHx,   ‖μ‖² = ‖ω‖² − ‖w‖² + Σ |s_aᴴw|²
/// for w = Qᴴω, z = Zᴴω, r = QᴴBω and H = QᴴBQ.
template <Scalar S>
class Values {
 public:
  /// omega: the fresh probes alone.
  Values(const Panel<S>& omega, const Panel<S>& Y, const Panel<S>& Q, const Panel<S>& Z,
         bool resphered)
      : n_(static_cast<double>(omega.rows())),
        resphered_(resphered),
        w_(inner(Q, omega)),
        z_(inner(Z, omega)),
        r_(inner(Q, Y)),
        h_(inner(Q, Z)),
        trace_(sum(h_.diagonal())),
        zw_(column_dots<S>(z_, w_)),
        whw_(column_dots<S>(w_, inner(Small<S>(h_.adjoint()), w_))),
        outside_(omega.colwise().squaredNorm().transpose() -
                 w_.colwise().squaredNorm().transpose()) {}

  double magnitude() const { return h_.norm() + std::abs(trace_); }

  Small<S> table() const {
    const Index k = w_.cols();
    const PseudoInverse<S> inverse(r_);
    const LeaveOut<S> out(inverse.adjoint.rightCols(k), inverse.leverage.tail(k));
    const Small<S>& s = out.s;
    const Small<S> hs = inner(Small<S>(h_.adjoint()), s);  // H s
    const Small<S> shs = inner(s, hs);
    const Small<S> sw = inner(s, w_);
    const Small<S> shw = inner(s, inner(Small<S>(h_.adjoint()), w_));
    const Small<S> whs = inner(w_, hs);
    const Small<S> zs = inner(z_, s);
    const Numbers<S> sr = column_dots<S>(s, r_.rightCols(k));
    const auto rank = static_cast<double>(s.rows());
    Small<S> table(k, k);
    for (Index i = 0; i < k; ++i) {
      const S c1 = sw(i, i);
      const S h11 = shs(i, i);
      const S single = conjugate(c1) * sr[i] - (zw_[i] - zs(i, i) * c1) + whw_[i] - whs(i, i) * c1 -
                       conjugate(c1) * shw(i, i) + std::norm(c1) * h11;
      const double outside = outside_[i] + std::norm(c1);
      const double left = rank - out.lost(i);
      for (Index j = 0; j < k; ++j) {
        const S g = out.g(i, j);
        const double nu = out.nu(i, j);
        if (i == j || nu == 0) {
          table(i, j) = trace_ - h11 + scale(outside, left) * single;
          continue;
        }
        const S gc = conjugate(g);
        const S c2 = (sw(j, i) - gc * c1) / nu;  // uᴴw
        const S ur = -gc * sr[i] / nu;           // uᴴr, as s_jᴴr_i = 0
        const S zu = (zs(i, j) - zs(i, i) * g) / nu;
        const S whu = (whs(i, j) - whs(i, i) * g) / nu;
        const S uhw = (shw(j, i) - gc * shw(i, i)) / nu;
        const S h12 = (shs(i, j) - h11 * g) / nu;
        const S h21 = (shs(j, i) - gc * h11) / nu;
        const S h22 = (shs(j, j) - gc * shs(i, j) - shs(j, i) * g + std::norm(g) * h11) / (nu * nu);
        const S pair = single + conjugate(c2) * ur + zu * c2 - whu * c2 - conjugate(c2) * uhw +
                       std::norm(c2) * h22 + conjugate(c1) * c2 * h12 + conjugate(c2) * c1 * h21;
        table(i, j) = trace_ - h11 - h22 + scale(outside + std::norm(c2), left - 1) * pair;
      }
    }
    return table;
  }

 private:
  double scale(double outside, double rank) const {
    if (!resphered_) return 1;
    return outside > 0 ? (n_ - rank) / outside : 0;
  }

  double n_;
  bool resphered_;
  Small<S> w_;
  Small<S> z_;
  Small<S> r_;
  Small<S> h_;
  S trace_;
  Numbers<S> zw_;
  Numbers<S> whw_;
  Eigen::ArrayXd outside_;  ///< ‖ω‖² − ‖w‖²
};

}  // namespace

template <Scalar S>
void XTrace<S>::add_probes(Index count) {
  Panel<S> more = B_.probes(omega_.cols(), count);
  Y_ = joined(std::move(Y_), B_.sketch(more));
  omega_ = joined(std::move(omega_), std::move(more));
}

template <Scalar S>
void XTrace<S>::complete() {
  Panel<S> more =
      orthonormal_complement(Q_, Panel<S>(Y_.rightCols(Y_.cols() - in_basis_)), floor());
  in_basis_ = Y_.cols();
  if (more.cols() == 0) return;
  Z_ = joined(std::move(Z_), B_.apply(more));
  Q_ = joined(std::move(Q_), std::move(more));
}

template <Scalar S>
double XTrace<S>::floor() const {
  return rank_floor(Y_, B_.epsilon());
}

template <Scalar S>
LeaveOneOut<S> XTrace<S>::estimate() const {
  const Values<S> values(omega_.rightCols(fresh()), Y_, Q_, Z_, B_.invariant());
  LeaveOneOut<S> result{values.table(), values.magnitude()};
  const bool deficient = Q_.cols() < Y_.cols();
  if (deficient) result.cut = std::sqrt(static_cast<double>(B_.dim())) * floor();
  result.exhausted = deficient && B_.in_general_position();
  return result;
}

template class XTrace<double>;
template class XTrace<std::complex<double>>;

}  // namespace isotrace
