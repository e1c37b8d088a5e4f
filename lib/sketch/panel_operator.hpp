#pragma once

#include <cmath>
#include <optional>

#include <isotrace/metric/metric.hpp>
#include <isotrace/operators/form_ref.hpp>
#include <isotrace/trace/options.hpp>

#include <lib/linalg/complement_basis.hpp>
#include <lib/sampling/block_sampling.hpp>
#include <lib/sampling/normalisation.hpp>
#include "remainder.hpp"

namespace isotrace {

/// The caller asked to stop while B was being applied.
struct Stopped {};

/// A sum of values, and the sum of their magnitudes.
template <Scalar S>
struct ExactTrace {
  S value;
  double size;
};

/// Orthonormal directions Q to which B has been applied, and their part of the exact trace, in the
/// caller's scale.
template <Scalar S>
struct AppliedDirections {
  Panel<S> basis = {};
  S trace = S(0);   ///< tr QᴴBQ
  double size = 0;  ///< size of the terms of `trace`, for the rounding error
};

/// B = QᴴAQ as the methods see it: draws probes, multiplies panels, samples values, and counts the
/// matvecs. Numbers are in double precision whatever the operator's: S is double or
/// std::complex<double>. The results do not depend on the number of threads.
template <Scalar S>
class PanelOperator {
 public:
  virtual ~PanelOperator() = default;

  Index dim() const { return dim_; }
  /// Matvecs that a column costs: of a product by apply() or apply_adjoint(), and of a value.
  Index apply_cost() const { return apply_cost_; }
  Index value_cost() const { return value_cost_; }
  bool can_apply() const { return can_apply_; }
  bool has_adjoint() const { return has_adjoint_; }
  /// Machine precision of the operator's scalar type.
  double epsilon() const { return epsilon_; }
  /// Rounding error of a trace relative to the size of its terms: ε√n plus the error of the
  /// metric's maps, ‖QᴴVQx − x‖/‖x‖ for a random x, which the first call computes.
  double rounding() const {
    if (!defect_) defect_ = defect();
    return epsilon_ * std::sqrt(static_cast<double>(dim_)) + *defect_;
  }
  /// The same for a mean of form values. In double precision it is ε√n alone, as for Hutchinson's
  /// method: the error of the maps is far below the width of any sample's interval, and computing
  /// it takes as long as about ten values.
  double value_rounding() const {
    constexpr double single = 1e-10;
    return epsilon_ > single ? rounding() : epsilon_ * std::sqrt(static_cast<double>(dim_));
  }
  /// Whether the probes' law is isometry-invariant, so that probes may be resphered.
  bool invariant() const { return invariant_; }
  /// Whether the probes' law has a density. If so, a rank-deficient sketch spans all of B's range,
  /// with probability 1; random signs may be linearly dependent or miss a part of it.
  bool in_general_position() const { return in_general_position_; }
  Index spent() const { return spent_; }
  /// Seconds of a value and of a product with a column by the model of core/cost.hpp, including
  /// drawing the probe and mapping by Q.
  double value_seconds() const { return value_seconds_; }
  double apply_seconds() const { return apply_seconds_; }
  /// Panels of products hold 2^−unit() B X, so that their squares neither overflow nor vanish, and
  /// so that the panels of 2ᵏB are those of B times a power of four. The first nonzero product
  /// fixes the unit; it is 0 or ±1 unless the operator's scale is far from 1. Samples and tr B are
  /// in the caller's scale.
  virtual int unit() const = 0;

  /// A panel without columns, from the same pool as the other panels.
  virtual Panel<S> no_columns() const = 0;
  /// Probes [first, first + count), with E[ω ωᴴ] = I; those of an invariant law have norm √n.
  virtual Panel<S> probes(Index first, Index count) const = 0;
  /// 2^−unit() B X. Throws Stopped.
  virtual Panel<S> apply(const Panel<S>& X) = 0;
  virtual Panel<S> apply_adjoint(const Panel<S>& X) = 0;
  /// Y = 2^−unit() B Ω for probes Ω. Keeps ωᴴBω of the probes done, also when it throws Stopped.
  Panel<S> sketch(const Panel<S>& probes);
  /// Values of the remainder at probes [first, first + count), whole groups; their expectation is
  /// its trace. If the remainder is all of B, they are normalised as panel_operator() was told.
  virtual Sample sample(const Remainder<S>& remainder, Index first, Index count) = 0;
  /// The trace of B on the span of a complement basis, from one value for each of its vectors.
  /// Throws Stopped.
  virtual ExactTrace<S> trace(const ComplementBasis<S>& basis) = 0;

  /// ωᴴBω of all probes sketched so far, in the caller's scale.
  const std::vector<S>& sketch_values() const { return sketch_values_; }

 protected:
  PanelOperator() = default;
  virtual Index apply_prefix(const Panel<S>& X, Panel<S>& Y, bool adjoint) = 0;
  virtual double defect() const = 0;

  Index dim_ = 0;
  Index apply_cost_ = 1;
  Index value_cost_ = 1;
  bool can_apply_ = true;
  bool has_adjoint_ = true;
  double epsilon_ = 0;
  mutable std::optional<double> defect_;
  bool invariant_ = true;
  bool in_general_position_ = true;
  Index spent_ = 0;
  double value_seconds_ = 0;
  double apply_seconds_ = 0;
  std::vector<S> sketch_values_;
};

/// The operator B of a form in a metric. Both must outlive it, and so must what options point to.
/// Its blocks take options.memory. Throws ShapeError, naming both dimensions, if they differ.
template <Scalar S>
std::unique_ptr<PanelOperator<Wide<S>>> panel_operator(FormRef<S> form, MetricRef<S> metric,
                                                       const Options& options,
                                                       const Normalisation& normalisation);

}  // namespace isotrace
