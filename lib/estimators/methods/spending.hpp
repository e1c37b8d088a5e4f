#pragma once

#include <cmath>
#include <optional>

#include "../aim.hpp"
#include "../estimate_of.hpp"
#include "../sketch/panel_operator.hpp"
#include "../stopping.hpp"

namespace isotrace {

/// Probes of the first sketch where a tolerance, not a budget, says how much is spent.
inline constexpr Index pilot_probes = 20;

/// One run of a method: the operator, what may be spent on it, and when to stop.
template <Scalar W>
struct Spending {
  Spending(PanelOperator<W>& B_, const Options& options_, const Aim<W>& aim_)
      : B(B_),
        options(options_),
        aim(aim_),
        stopping(options_, aim_.root),
        budget(budget_of(options_)) {}

  PanelOperator<W>& B;
  const Options& options;
  Aim<W> aim;
  Stopping stopping;
  Index budget;                          ///< matvecs
  std::optional<Estimate<W>> last_look;  ///< of a growing sketch

  Index left() const { return budget - B.spent(); }
  /// Matvecs of the exact trace.
  Index all_columns() const { return B.dim() * B.value_cost(); }
  bool can_do_all_columns() const { return all_columns() <= left(); }
  /// What rounding may do to an estimate whose terms have this size, beside the known part.
  double rounding(double magnitude) const {
    return B.rounding() * (magnitude + std::abs(aim.known));
  }
  /// The rounding that B holds if the known part was taken off a greater operator.
  double noise() const { return 100 * B.epsilon() * std::abs(aim.known); }
  /// Columns of a growing sketch's panels that fit into options.memory; at least those of the
  /// pilot.
  Index columns_in_memory() const;

  /// The exact trace. Throws Stopped.
  Estimate<W> exactly();
  /// The last look, or else from the values of the probes sketched so far.
  Estimate<W> interrupted() const;
  /// Those values.
  Sample sketch_sample() const;
  /// Probes of that variance which the tolerance needs, for a trace near value.
  double foreseen_probes(double variance, W value) const;
  /// Throws OptionError (both numbers) where the budget pays for none.
  void require_probes(Index probes, Method method, Index least_matvecs) const;
};

}  // namespace isotrace
