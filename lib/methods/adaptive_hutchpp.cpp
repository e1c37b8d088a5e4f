#include <algorithm>
#include <cmath>
#include <limits>

#include <lib/core/instantiate.hpp>
#include <lib/core/sum.hpp>
#include <lib/linalg/orthonormal.hpp>
#include "hutchpp.hpp"

namespace isotrace {

namespace {

/// A basis that grows block by block, and the predicted cost of the estimate with it.
template <Scalar W>
class Deflation {
 public:
  explicit Deflation(Run<W>& run)
      : run_(run),
        block_(run.stopping.has_tolerance()
                   ? first_probes / 2
                   : std::clamp<Index>(run.budget / (24 * run.B.apply_cost()), 1, first_probes)) {}

  /// Deflates one more block. Returns false to stop: no further block is affordable, the sketch is
  /// rank-deficient, or two blocks in a row were not worth their matvecs.
  bool grow() {
    const Index count = std::min(block_, most_columns() - Q_.cols());
    const Index spent = run_.B.spent() + 2 * count * run_.B.apply_cost();
    if (count < 1 || run_.budget - spent < kept() || spent > run_.sketch_limit(false)) return false;
    const Panel<W> omega = run_.B.probes(probes_, count);
    const Index spent_on_basis = run_.B.spent();
    const Panel<W> Y = run_.B.sketch(omega);
    probes_ += count;
    const double promised = promise(omega, Y, spent_on_basis);
    worse_ = promised < best_ ? 0 : worse_ + 1;
    best_ = std::min(best_, promised);
    return extend(Y) && worse_ < 2;
  }

  LowRankPart<W> known() {
    const Small<W> H = inner(Q_, Z_);
    Z_ = Panel<W>();
    return part_on_range(run_.B, std::move(Q_), H, probes_, floor_);
  }

 private:
  Index most_columns() const { return run_.most_columns(2 * run_.B.apply_cost()); }

  /// Matvecs reserved for the remainder: a sixth of the budget or, with a tolerance, a first look.
  Index kept() const {
    const Index value = run_.B.value_cost();
    return run_.stopping.has_tolerance() ? first_values * value : std::max(run_.budget / 6, value);
  }

  bool extend(const Panel<W>& Y) {
    floor_ = rank_floor(Y, run_.B.epsilon());
    Panel<W> more = orthonormal_complement<W>(Q_, Y, floor_);
    const bool deficient = more.cols() < Y.cols();
    if (more.cols() > 0) {
      Z_ = joined(std::move(Z_), run_.B.apply(more));
      Q_ = joined(std::move(Q_), std::move(more));
    }
    return !deficient;
  }

  /// The quantity to minimise, for the basis without the new block: the variance at the budget, or
  /// the time to the tolerance. The new block estimates the remainder without bias and without a
  /// further matvec: with P = QQᴴ,
  ///   E‖(I − P)B(I − P)Ω‖²_F = columns · ‖remainder‖²_F,
  ///   (I − P)B(I − P)Ω = (I − P)(BΩ − BQ QᴴΩ).
  double promise(const Panel<W>& omega, const Panel<W>& Y, Index spent_on_basis) const {
    Panel<W> rest = Y;
    if (Q_.cols() > 0) add_times(rest, Z_, Small<W>(-inner(Q_, omega)));
    project_off(Q_, rest);
    const auto count = static_cast<double>(omega.cols());
    const double variance = (is_complex<W> ? 1 : 2) * rest.squaredNorm() / count;
    if (!run_.stopping.has_tolerance()) {
      const Index left = std::max<Index>(1, run_.budget - spent_on_basis);
      return variance * static_cast<double>(run_.B.value_cost()) / static_cast<double>(left);
    }
    const int unit = run_.B.unit();
    const W inside = sum(inner_diagonal<W>(Q_, Z_));
    const W outside = sum(inner_diagonal<W>(omega, rest)) / count;
    const W value = run_.estimand.known + scaled(W(inside + outside), unit);
    const double values = run_.foreseen_values(scaled(std::sqrt(variance), unit), value);
    return run_.sketch_seconds(static_cast<double>(Q_.cols()), 2) +
           run_.sampling_seconds(values, Q_.cols());
  }

  Run<W>& run_;
  Index block_;
  Panel<W> Q_ = run_.B.no_columns();
  Panel<W> Z_;  ///< BQ
  Index probes_ = 0;
  double best_ = std::numeric_limits<double>::infinity();
  int worse_ = 0;
  double floor_ = 0;  ///< rank floor of the last block
};

}  // namespace

template <Scalar W>
Estimate<W> adaptive_hutchpp(Run<W>& run) {
  const Index least = 2 * run.B.apply_cost() + run.B.value_cost();
  run.require_probes(run.budget / least, Method::adaptive_hutchpp, least);
  Deflation<W> deflation(run);
  while (deflation.grow()) {
  }
  return sample_remainder(run, deflation.known());
}

#define INSTANTIATE(S) template Estimate<S> adaptive_hutchpp(Run<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
