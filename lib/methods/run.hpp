#pragma once

#include <cmath>
#include <functional>
#include <limits>
#include <optional>

#include <isotrace/exact/form_sums.hpp>

#include <lib/core/scaled.hpp>
#include <lib/sketch/panel_operator.hpp>
#include <lib/statistics/sample_estimate.hpp>
#include <lib/statistics/sampling_loop.hpp>
#include <lib/statistics/stopping_rule.hpp>
#include "estimand.hpp"
#include "panel_memory.hpp"

namespace isotrace {

/// Columns of a growing sketch at its second look; the first look has half as many.
inline constexpr Index first_probes = 20;

/// The exact trace without a matvec: the seconds of the sum and of its error, and how both are
/// computed.
template <Scalar W>
struct ExactByEntries {
  double seconds = std::numeric_limits<double>::infinity();
  double error_seconds = 0;
  std::function<exact::ExactValue<W>()> value = {};
};

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
  Method method;                                                ///< the one that is running
  Index columns_in_memory = std::numeric_limits<Index>::max();  ///< most columns of a sketch
  std::optional<Estimate<W>> last_look;                         ///< reported if the caller stops
  ExactByEntries<W> by_entries;                                 ///< only on the way to a tolerance

  Index left() const { return budget - B.spent(); }
  /// Matvecs of the exact trace.
  Index all_columns() const { return B.dim() * B.value_cost(); }
  bool can_do_all_columns() const { return all_columns() <= left(); }
  // Seconds are those of the model in core/cost.hpp.

  /// Seconds of the exact trace, by entries or by unit vectors; infinite if it has no entries and
  /// the budget does not pay for the vectors.
  double exact_seconds() const;
  /// Seconds of the exact trace by unit vectors; infinite if the budget does not pay for it.
  double columns_seconds() const;
  /// Seconds of `values` values of a remainder, with `basis` columns to project off.
  double sampling_seconds(double values, Index basis = 0) const;
  /// Whether the budget pays for the exact trace and this takes less time, or fewer matvecs, than
  /// `values` values; for a small problem, whether the budget pays for it.
  bool exact_sooner_than(double values, Index basis) const;
  /// Seconds of a sketch that grows to `columns` columns: `products` products for each, and the
  /// sketch's own arithmetic.
  double sketch_seconds(double columns, int products) const;
  /// Seconds of that arithmetic alone.
  double sketch_arithmetic(double columns, int products) const;

  /// Matvecs that a sketch may spend on its way to a tolerance. If the budget pays for a look at
  /// the sketch, the exact trace and a look at a sample: a quarter of the exact trace's, but at
  /// least those of the look; for a small problem only these, unless the exact trace can reuse all
  /// of them (taken_over). Otherwise the budget.
  Index sketch_limit(bool taken_over) const;
  /// The most columns of a sketch, at `cost` matvecs each, that the budget, sketch_limit(true), the
  /// dimension and, with a tolerance, the memory allow.
  Index most_columns(Index cost) const;

  /// Rounding error of an estimate. magnitude: the size of its terms without the known part.
  double rounding(double magnitude) const {
    return B.rounding() * (magnitude + std::abs(estimand.known));
  }
  /// Rounding error of the mean of the form's values plus the known part.
  Rounding rounding_of_values() const {
    return {B.value_rounding() * std::abs(estimand.known), B.value_rounding()};
  }
  /// Rounding error in B if the known part was subtracted from a larger operator.
  double noise() const { return 100 * B.epsilon() * std::abs(estimand.known); }

  /// The estimate with method, status, counts and the fields copied from the options.
  Estimate<W> report(const Estimate<W>& e, Status status, Index probes) const;
  /// The exact trace, by entries if that is faster, else from values in all directions except the
  /// known ones. Throws Stopped.
  Estimate<W> exactly(AppliedDirections<W> known = {});
  /// Whether the exact trace should reuse `directions` known directions: this saves their values,
  /// but a basis of their complement has to be computed.
  bool worth_keeping(Index directions) const;
  /// The estimate when the caller stops: the last look or, without one, the mean of
  /// sketch_sample().
  Estimate<W> interrupted() const;
  /// The values ωᴴBω of the probes sketched so far.
  Sample sketch_sample() const;
  /// The number of values of this standard deviation that the tolerance needs, for a trace near
  /// `value`.
  double foreseen_values(double deviation, W value) const;
  /// Throws OptionError, naming both numbers, if probes is 0.
  void require_probes(Index probes, Method method, Index least_matvecs) const;
};

}  // namespace isotrace
