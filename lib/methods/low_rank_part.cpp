#include "low_rank_part.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <lib/core/instantiate.hpp>
#include <lib/core/scaled.hpp>
#include <lib/core/sum.hpp>
#include <lib/statistics/sampling_loop.hpp>

namespace isotrace {

namespace {

/// With a tolerance, methods with a sketch of fixed size plan as for a budget of so many products.
constexpr Index pilot_matvecs = 120;

/// The prediction of the values needed may be too small by this factor.
constexpr double doubt = 1.25;
/// A sample turns to the exact trace only after n/found_out values, unless it is predicted to take
/// beyond_doubt times as long.
constexpr Index found_out = 16;
constexpr double beyond_doubt = 2;

/// Whether the exact trace is predicted to be faster than growing a sample of `count` values to
/// `foreseen`, or, if the budget pays for `most` values only, whether it pays for the exact trace.
template <Scalar W>
bool better_exact(const Run<W>& run, Index basis, Index count, double foreseen, Index most) {
  if (doubt * foreseen > static_cast<double>(most)) return run.can_do_all_columns();
  const bool known = count >= run.B.dim() / found_out;
  const double more = (known ? doubt : 1 / beyond_doubt) * foreseen - static_cast<double>(count);
  return run.exact_sooner_than(more, basis);
}

}  // namespace

template <Scalar W>
LowRankPart<W> part_on_range(const PanelOperator<W>& B, Panel<W> Q, const Small<W>& H, Index probes,
                             double floor) {
  LowRankPart<W> known;
  if (Q.cols() < probes) {
    known.exhausted = B.in_general_position();
    known.cut = scaled(std::sqrt(static_cast<double>(B.dim())) * floor, B.unit());
  }
  const W trace = sum(H.diagonal());
  known.trace = scaled(trace, B.unit());
  known.magnitude = scaled(std::abs(trace) + H.norm(), B.unit());
  known.remainder.basis = std::move(Q);
  known.probes = probes;
  return known;
}

template <Scalar W>
LowRankPart<W> part_of_range(PanelOperator<W>& B, const Panel<W>& Y) {
  const double floor = rank_floor(Y, B.epsilon());
  Panel<W> Q = orthonormal_complement<W>(B.no_columns(), Y, floor);
  const Small<W> H = Q.cols() > 0 ? inner(Q, B.apply(Q)) : Small<W>();
  return part_on_range(B, std::move(Q), H, Y.cols(), floor);
}

template <Scalar W>
LowRankPart<W> part_of_nystrom(const PanelOperator<W>& B, const Panel<W>& omega,
                               Nystrom<W> approximation) {
  LowRankPart<W> known;
  known.trace = W(scaled(approximation.trace(), B.unit()));
  known.magnitude = scaled(approximation.magnitude(), B.unit());
  known.exhausted = approximation.factor.cols() == 0 && B.in_general_position();
  known.remainder.basis = times(omega, approximation.orthonormalising);
  known.remainder.left = std::move(approximation.factor);
  known.remainder.shift = approximation.shift;
  known.probes = omega.cols();
  return known;
}

template <Scalar W>
SampledEstimate<W> sampled_remainder(Run<W>& run, const LowRankPart<W>& known) {
  const Rounding rounding =
      known.remainder.is_whole() && !known.exhausted
          ? run.rounding_of_values()
          : Rounding{run.rounding(known.magnitude) + known.cut, run.B.rounding()};
  const W whole = run.estimand.known + known.trace;
  if (known.exhausted) {
    return {run.report(known_value(whole, rounding.absolute), Status::exact, known.probes),
            {{}, Status::exact, 0}};
  }
  const Index begun = known.begun.re.count;
  Stretch stretch{.first = known.next.value_or(known.probes),
                  .limit = begun + run.left() / run.B.value_cost(),
                  .begun = known.begun,
                  .first_look = known.first_look};
  const Index basis =
      known.remainder.basis.cols() + known.remainder.left.cols() + known.remainder.right.cols();
  stretch.leaves = [&](Index count, double foreseen) {
    return (known.leaves && known.leaves(count, foreseen)) ||
           better_exact(run, basis, count, foreseen, stretch.limit);
  };
  return sampled_estimate(run, known.remainder, stretch, whole, rounding, known.probes);
}

template <Scalar W>
Estimate<W> sample_remainder(Run<W>& run, LowRankPart<W> known) {
  return sample_remainder(run, std::move(known), [&](LowRankPart<W> part) {
    return run.exactly(directions(run, std::move(part)));
  });
}

template <Scalar W>
AppliedDirections<W> directions(const Run<W>& run, LowRankPart<W> known) {
  Remainder<W>& rest = known.remainder;
  const Index rank = rest.basis.cols();
  if (!run.worth_keeping(rank)) return {};
  if (rest.left.cols() == 0) return {std::move(rest.basis), known.trace, known.magnitude};
  // the trace of B_ν⟨Ω⟩, which equals B_ν on the span of Ω
  const double inside = inner(rest.basis, rest.left).squaredNorm();
  const double shifted = rest.shift * static_cast<double>(rank);
  rest.left = {};
  const int unit = run.B.unit();
  return {std::move(rest.basis), W(scaled(inside - shifted, unit)), scaled(inside + shifted, unit)};
}

template <Scalar W>
Index sketch_budget(const Run<W>& run) {
  if (!run.stopping.has_tolerance()) return run.budget;
  const Index pilot = std::min(pilot_matvecs * run.B.apply_cost(), run.sketch_limit(false));
  return std::min(run.budget, pilot);
}

#define INSTANTIATE(S)                                                                             \
  template LowRankPart<S> part_on_range(const PanelOperator<S>&, Panel<S>, const Small<S>&, Index, \
                                        double);                                                   \
  template LowRankPart<S> part_of_range(PanelOperator<S>&, const Panel<S>&);                       \
  template LowRankPart<S> part_of_nystrom(const PanelOperator<S>&, const Panel<S>&, Nystrom<S>);   \
  template SampledEstimate<S> sampled_remainder(Run<S>&, const LowRankPart<S>&);                   \
  template Estimate<S> sample_remainder(Run<S>&, LowRankPart<S>);                                  \
  template AppliedDirections<S> directions(const Run<S>&, LowRankPart<S>);                         \
  template Index sketch_budget(const Run<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
