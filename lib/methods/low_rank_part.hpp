#pragma once

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include <lib/sketch/xnystrace.hpp>
#include <lib/sketch/xtrace.hpp>
#include "sampled_estimate.hpp"

namespace isotrace {

/// The fewest values of a remainder that give an interval.
inline constexpr Index least_values_of_rest = 4;

/// The split of the trace in the Hutch++ family: a part known from a sketch, and a remainder to be
/// sampled. Numbers are in the caller's scale, the panels of the remainder in B's unit.
template <Scalar W>
struct LowRankPart {
  Remainder<W> remainder = {};
  W trace = W(0);
  double magnitude = 0;             ///< size of the terms of `trace`, for the rounding error
  double cut = 0;                   ///< bound of the trace on directions dropped as rounding errors
  bool exhausted = false;           ///< the remainder is only rounding error
  Index probes = 0;                 ///< probes drawn so far, without those of `begun`
  Sample begun = {};                ///< values of the remainder that were sampled already
  Index first_look = first_values;  ///< number of values at the first look
  std::optional<Index> next = {};   ///< number of the next probe to draw; default: `probes`
  /// Called with the number of values so far and the number predicted to be needed: whether to stop
  /// sampling for something better than the exact trace.
  std::function<bool(Index, double)> leaves = {};
};

/// known.trace + Hutchinson's estimate of the remainder, sampled until the budget is spent, the
/// tolerance is met, or something else is predicted to be faster. Throws Stopped if there is no
/// value.
template <Scalar W>
SampledEstimate<W> sampled_remainder(Run<W>& run, const LowRankPart<W>& known);

/// The same, but if something else is predicted to be faster it returns exactly(known), in general
/// the exact trace. Throws Stopped.
template <class W, class Exactly>
Estimate<W> sample_remainder(Run<W>& run, LowRankPart<W> known, Exactly&& exactly) {
  const auto [e, s] = sampled_remainder(run, known);
  if (!s.left) return e;
  run.last_look = e;
  return exactly(std::move(known));
}

/// The same, with an exact trace that reuses the known part.
template <Scalar W>
Estimate<W> sample_remainder(Run<W>& run, LowRankPart<W> known);

/// What the exact trace reuses of a known part: its basis Q and tr QᴴBQ.
template <Scalar W>
AppliedDirections<W> directions(const Run<W>& run, LowRankPart<W> known);

/// The known part tr QᴴBQ, from H = QᴴBQ in B's unit, for an orthonormal basis Q of the sketch of
/// `probes` probes. If Q has fewer columns, the sketch has singular values below floor.
template <Scalar W>
LowRankPart<W> part_on_range(const PanelOperator<W>& B, Panel<W> Q, const Small<W>& H, Index probes,
                             double floor);

/// The same from the sketch Y alone: computes a basis of its range and applies B to it. Throws
/// Stopped.
template <Scalar W>
LowRankPart<W> part_of_range(PanelOperator<W>& B, const Panel<W>& Y);

/// The known part tr B⟨Ω⟩, and the remainder B − B⟨Ω⟩, which vanishes on Ω.
template <Scalar W>
LowRankPart<W> part_of_nystrom(const PanelOperator<W>& B, const Panel<W>& omega,
                               Nystrom<W> approximation);

/// The known part and the remainder from the sketch of a leave-one-out method.
template <Scalar W>
LowRankPart<W> part_of_sketch(const Run<W>& run, const XTrace<W>& sketch) {
  return part_on_range(run.B, sketch.basis(), sketch.compressed(), sketch.probes(), sketch.floor());
}
template <Scalar W>
LowRankPart<W> part_of_sketch(const Run<W>& run, const XNysTrace<W>& sketch) {
  return part_of_nystrom(run.B, sketch.omega(), sketch.approximation());
}

/// What the exact trace reuses of an XTrace or XNysTrace sketch, whose panels are consumed; nothing
/// if that is not worth its arithmetic.
template <class W, class Sketch>
AppliedDirections<W> directions(const Run<W>& run, Sketch& sketch) {
  constexpr Index each = std::is_same_v<Sketch, XTrace<W>> ? 2 : 1;
  if (!run.worth_keeping(each * sketch.probes())) return {};
  return std::move(sketch).directions();
}

/// Panel columns by which a value of the remainder is multiplied: those of the basis and, for
/// XNysTrace, of the factor.
template <Scalar W>
Index columns_beside(const XTrace<W>& sketch) {
  return sketch.probes();
}
template <Scalar W>
Index columns_beside(const XNysTrace<W>& sketch) {
  return 2 * sketch.probes();
}

/// The matvecs from which the size of a fixed sketch is derived: the budget, but fewer with a
/// tolerance.
template <Scalar W>
Index sketch_budget(const Run<W>& run);

}  // namespace isotrace
