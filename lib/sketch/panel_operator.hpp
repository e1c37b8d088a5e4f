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

/// A sum of values, and of their sizes.
template <Scalar S>
struct ExactTrace {
  S value;
  double size;
};

/// Directions Q, orthonormal, that B was applied to already, and what the exact trace takes from
/// that, in the caller's own scale.
template <Scalar S>
struct AppliedDirections {
  Panel<S> basis = {};
  S trace = S(0);   ///< tr QᴴBQ
  double size = 0;  ///< of what it adds up, for rounding
};

/// B = QᴴAQ as the methods see it, in double whatever the operator's precision: probes, products
/// with panels, and samples, of which it counts the matvecs. The results do not depend on the
/// threads. S is double or std::complex<double>.
template <Scalar S>
class PanelOperator {
 public:
  virtual ~PanelOperator() = default;

  Index dim() const { return dim_; }
  /// Matvecs of apply, of apply_adjoint, and of a value, for a column.
  Index apply_cost() const { return apply_cost_; }
  Index value_cost() const { return value_cost_; }
  bool can_apply() const { return can_apply_; }
  bool has_adjoint() const { return has_adjoint_; }
  /// Of the operator's own scalar.
  double epsilon() const { return epsilon_; }
  /// How far rounding may move a trace, relative to the size of its terms: ε√n, and what the
  /// metric's own maps lose, ‖QᴴVQx − x‖/‖x‖ for one x; found at the first call.
  double rounding() const {
    if (!defect_) defect_ = defect();
    return epsilon_ * std::sqrt(static_cast<double>(dim_)) + *defect_;
  }
  /// The same for a mean of form values. In double precision ε√n alone, as for Hutchinson's method:
  /// what the maps lose is far below any width of a sample, and finding it takes as long as some
  /// ten values.
  double value_rounding() const {
    constexpr double single = 1e-10;
    return epsilon_ > single ? rounding() : epsilon_ * std::sqrt(static_cast<double>(dim_));
  }
  /// Whether probes may be resphered: those of an isometry-invariant law.
  bool invariant() const { return invariant_; }
  /// Whether the probes' law has a density: a sketch of deficient rank has then found all of B's
  /// range, with probability 1. Signs may be dependent, or miss it, by chance.
  bool in_general_position() const { return in_general_position_; }
  Index spent() const { return spent_; }
  /// What the model (core/cost.hpp) has a value and an application cost, drawn and carried by Q.
  double value_seconds() const { return value_seconds_; }
  double apply_seconds() const { return apply_seconds_; }
  /// Panels of products hold 2^−unit() B X, so that their squares neither overflow nor vanish, and
  /// that those of 2ᵏB are those of B times a power of four: 0 or ±1 but for operators of a scale
  /// far from 1, of which the first product tells. Samples and tr B are in the caller's own scale.
  virtual int unit() const = 0;

  /// A panel without columns, of the pool that the others are of.
  virtual Panel<S> no_columns() const = 0;
  /// Probes [first, first + count), E[ω ωᴴ] = I; of an invariant law all with norm √n.
  virtual Panel<S> probes(Index first, Index count) const = 0;
  /// 2^−unit() B X; throws Stopped.
  virtual Panel<S> apply(const Panel<S>& X) = 0;
  virtual Panel<S> apply_adjoint(const Panel<S>& X) = 0;
  /// Y = 2^−unit() B Ω for probes; keeps ωᴴBω of those done, should the caller stop.
  Panel<S> sketch(const Panel<S>& probes);
  /// Values of what remains for probes [first, first + count), whole groups, each with mean tr of
  /// the remainder; where that is all of B, normalised as panel_operator() was told.
  virtual Sample sample(const Remainder<S>& remainder, Index first, Index count) = 0;
  /// tr of B on what a basis completes, by a value for each of its vectors; throws Stopped.
  virtual ExactTrace<S> trace(const ComplementBasis<S>& basis) = 0;

  /// ωᴴBω of the sketches' probes so far, in the caller's own scale.
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

/// The operator of a form in a metric, which must outlive it; so must what options point to. Its
/// blocks take options.memory. Throws ShapeError (both dimensions) unless they agree.
template <Scalar S>
std::unique_ptr<PanelOperator<Wide<S>>> panel_operator(FormRef<S> form, MetricRef<S> metric,
                                                       const Options& options,
                                                       const Normalisation& normalisation);

}  // namespace isotrace
