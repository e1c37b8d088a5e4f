#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include <lib/sketch/xnystrace.hpp>
#include <lib/sketch/xtrace.hpp>
#include "sampled_estimate.hpp"

namespace isotrace {

/// Values of a remainder that have an interval.
inline constexpr Index least_values_of_rest = 4;

/// A part of the trace that a sketch knows, and what remains to be sampled: the Hutch++ family. The
/// numbers are in the caller's scale, the panels of the remainder in B's unit.
template <Scalar W>
struct LowRankPart {
  Remainder<W> remainder = {};
  W trace = W(0);
  double magnitude = 0;             ///< of the terms of trace, for rounding
  double cut = 0;                   ///< the trace of directions taken for rounding may be as large
  bool exhausted = false;           ///< the remainder is rounding
  Index probes = 0;                 ///< drawn so far, without those of `begun`
  Sample begun = {};                ///< values of the remainder that are there already
  Index first_look = first_values;  ///< values of the first look at it
  std::optional<Index> next = {};   ///< the first probe still to be drawn; none: after `probes`
  /// Of a sample of so many values that is foreseen to need so many: whether the caller has
  /// something better than to go on, beside the exact trace.
  std::function<bool(Index, double)> leaves = {};
};

/// known.trace + Hutchinson's estimate of the remainder by what is left of the budget, or to the
/// tolerance, or until something else is foreseen to take less. Throws Stopped if not one value was
/// had.
template <Scalar W>
SampledEstimate<W> sampled_remainder(Run<W>& run, const LowRankPart<W>& known);

/// The same, and the exact trace where that is foreseen to take less, by exactly(known). Throws
/// Stopped.
template <class W, class Exactly>
Estimate<W> sample_remainder(Run<W>& run, LowRankPart<W> known, Exactly&& exactly) {
  const auto [e, s] = sampled_remainder(run, known);
  if (!s.left) return e;
  run.last_look = e;
  return exactly(std::move(known));
}

/// The same, where the exact trace takes what is known of that part.
template <Scalar W>
Estimate<W> sample_remainder(Run<W>& run, LowRankPart<W> known);

/// What the exact trace takes from a part that is known: tr QᴴBQ on its basis.
template <Scalar W>
AppliedDirections<W> directions(const Run<W>& run, LowRankPart<W> known);

/// tr PBP on the range of Q, from H = QᴴBQ in B's unit, for a basis Q of a sketch of so many
/// probes. Where it has fewer columns, the other directions were below floor.
template <Scalar W>
LowRankPart<W> part_on_range(const PanelOperator<W>& B, Panel<W> Q, const Small<W>& H, Index probes,
                             double floor);

/// The same for a sketch Y of which no more is known: applies B to a basis of its range. Throws
/// Stopped.
template <Scalar W>
LowRankPart<W> part_of_range(PanelOperator<W>& B, const Panel<W>& Y);

/// tr B⟨Ω⟩ and the remainder that vanishes on Ω.
template <Scalar W>
LowRankPart<W> part_of_nystrom(const PanelOperator<W>& B, const Panel<W>& omega,
                               Nystrom<W> approximation);

/// What is known of B, and of its remainder, by a sketch that leaves one out.
template <Scalar W>
LowRankPart<W> part_of_sketch(const Run<W>& run, const XTrace<W>& sketch) {
  return part_on_range(run.B, sketch.basis(), sketch.compressed(), sketch.probes(), sketch.floor());
}
template <Scalar W>
LowRankPart<W> part_of_sketch(const Run<W>& run, const XNysTrace<W>& sketch) {
  return part_of_nystrom(run.B, sketch.omega(), sketch.approximation());
}

/// The same from a sketch, XTrace's or XNysTrace's, whose panels are taken over.
template <class W, class Sketch>
AppliedDirections<W> directions(const Run<W>& run, Sketch& sketch) {
  constexpr Index each = std::is_same_v<Sketch, XTrace<W>> ? 2 : 1;
  if (!run.worth_keeping(each * sketch.probes())) return {};
  return std::move(sketch).directions();
}

/// Columns that a value beside the sketch is multiplied by: of a basis, and of a factor.
template <Scalar W>
Index columns_beside(const XTrace<W>& sketch) {
  return sketch.probes();
}
template <Scalar W>
Index columns_beside(const XNysTrace<W>& sketch) {
  return 2 * sketch.probes();
}

/// The matvecs that a sketch of fixed size is cut from: the budget, or with a tolerance a pilot.
template <Scalar W>
Index sketch_budget(const Run<W>& run);

}  // namespace isotrace
