#pragma once

#include <cmath>
#include <limits>
#include <optional>

#include <lib/core/scaled.hpp>
#include <lib/sketch/panel_operator.hpp>
#include <lib/statistics/sample_estimate.hpp>
#include <lib/statistics/sampling_loop.hpp>
#include <lib/statistics/stopping_rule.hpp>
#include "estimand.hpp"
#include "panel_memory.hpp"

namespace isotrace {

/// Probes of the second look at a sketch that grows to a tolerance; the first has half as many.
inline constexpr Index first_probes = 20;

/// One run of a method: the operator, what may be spent on it, and when to stop.
template <Scalar W>
struct Run {
  Run(PanelOperator<W>& B_, const Options& options_, Method method_, const Estimand<W>& estimand_)
      : B(B_),
        options(options_),
        estimand(estimand_),
        stopping(options_, estimand_.root),
        budget(budget_of(options_)),
        method(method_) {}

  PanelOperator<W>& B;
  const Options& options;
  Estimand<W> estimand;
  StoppingRule stopping;
  Index budget;                                                 ///< matvecs
  Method method;                                                ///< that is running
  Index columns_in_memory = std::numeric_limits<Index>::max();  ///< of a sketch
  std::optional<Estimate<W>> last_look;                         ///< of a growing sketch

  Index left() const { return budget - B.spent(); }
  /// Matvecs of the exact trace.
  Index all_columns() const { return B.dim() * B.value_cost(); }
  bool can_do_all_columns() const { return all_columns() <= left(); }
  /// The model's seconds of the exact trace by unit vectors; infinite where the budget does not pay
  /// for it.
  double exact_seconds() const;
  /// The model's seconds of `values` values of a remainder off a basis of so many columns.
  double sampling_seconds(double values, Index basis = 0) const;
  /// Whether the exact trace is paid for and takes less, or fewer matvecs, than so many values; of
  /// a small problem always.
  bool exact_sooner_than(double values, Index basis) const;
  /// The model's seconds of a sketch that grows to so many columns, with so many products for each:
  /// them and its own arithmetic.
  double sketch_seconds(double columns, int products) const;
  /// The latter alone.
  double sketch_arithmetic(double columns, int products) const;

  /// Matvecs that a sketch may spend on its way to a tolerance where the exact trace can follow: a
  /// quarter of its, but at least the first look's, and no more than that of a small problem unless
  /// the exact trace takes all of them over; else the budget.
  Index sketch_limit(bool taken_over) const;
  /// Columns of a sketch for which the budget, sketch_limit(true), the dimension and, with a
  /// tolerance, the memory have room.
  Index most_columns(Index cost) const;

  /// What rounding may do to an estimate whose terms have this size, beside the known part.
  double rounding(double magnitude) const {
    return B.rounding() * (magnitude + std::abs(estimand.known));
  }
  /// What it may do to the mean of the form's values.
  Rounding rounding_of_values() const {
    return {B.value_rounding() * std::abs(estimand.known), B.value_rounding()};
  }
  /// The rounding that B holds if the known part was taken off a greater operator.
  double noise() const { return 100 * B.epsilon() * std::abs(estimand.known); }

  /// The estimate with what does not follow from its values.
  Estimate<W> report(const Estimate<W>& e, Status status, Index probes) const;
  /// The exact trace, by values of all directions but those known. Throws Stopped.
  Estimate<W> exactly(AppliedDirections<W> known = {});
  /// Whether the exact trace should take so many directions as known: their values are saved, but
  /// the others' vectors have to be computed.
  bool worth_keeping(Index directions) const;
  /// The last look, or else from the values of the probes sketched so far.
  Estimate<W> interrupted() const;
  /// Those values.
  Sample sketch_sample() const;
  /// Values of that standard deviation which the tolerance needs, for a trace near value.
  double foreseen_values(double deviation, W value) const;
  /// Throws OptionError (both numbers) where the budget pays for none.
  void require_probes(Index probes, Method method, Index least_matvecs) const;
};

}  // namespace isotrace
