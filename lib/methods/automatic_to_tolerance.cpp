#include "automatic_to_tolerance.hpp"

#include <algorithm>
#include <utility>

#include <lib/core/instantiate.hpp>
#include "time_choice.hpp"

namespace isotrace {

namespace {

/// Values that predict what a sample would take, and are then discarded. A full SIMD vector of
/// columns.
constexpr Index few_values = 8;
/// A sketch's prediction of a sample off its range may be wrong by this factor.
constexpr double range_mistaken = 1.25;
/// The pilot is a few values, not columns of a sketch, if these take so many times as long.
constexpr double much_slower = 3;
/// Growing a sketch in search of something better may take this fraction of the time of the fastest
/// known way.
constexpr double exploration = 0.25;

}  // namespace

/// Sets the estimate to report if the caller stops before there is a better one.
template <Scalar W, class Sketch>
void TimeChoice<W, Sketch>::report_pilot() {
  if (pilot_.re.count == 0) return;
  run_.method = Method::hutchinson;
  const auto e = estimate_from_sample<W>(pilot_, run_.options.confidence, run_.estimand.known,
                                         run_.rounding_of_values());
  run_.last_look = run_.report(e, Status::budget, pilot_.re.count);
}

/// Hutchinson's estimate, which continues the sample so far. If more values predict a longer time,
/// it turns to a sketch that was not tried yet, or to the exact trace.
template <Scalar W, class Sketch>
Estimate<W> TimeChoice<W, Sketch>::sample() {
  run_.method = Method::hutchinson;
  LowRankPart<W> nothing;
  nothing.begun = sample_;
  nothing.first_look = first_look();
  nothing.probes = sketch_.probes() + drawn_ - sample_.re.count;
  nothing.next = run_.B.dim() + drawn_;
  bool to_sketch = false;
  nothing.leaves = [&](Index count, double foreseen) {
    return to_sketch = worth_a_look(foreseen - static_cast<double>(count));
  };
  const auto [e, outcome] = sampled_remainder(run_, nothing);
  if (!outcome.left) return e;
  run_.last_look = e;
  drawn_ += outcome.probes - sample_.re.count;
  sample_ = outcome.sample;
  return to_sketch ? look_at_sketch() : exactly();
}

/// The part known from the sketch plus a sample of the remainder.
template <Scalar W, class Sketch>
Estimate<W> TimeChoice<W, Sketch>::sample_beside(LowRankPart<W> known) {
  known.next = run_.B.dim() + drawn_;
  known.probes += drawn_;
  return sample_remainder(run_, std::move(known), [&](LowRankPart<W> part) {
    part = {};  // frees its panels
    return exactly();
  });
}

template <Scalar W, class Sketch>
Estimate<W> TimeChoice<W, Sketch>::operator()() {
  if (!can_sketch()) return sample();
  const double sketched = static_cast<double>(first_columns) * run_.B.apply_seconds();
  if (sketched > much_slower * run_.sampling_seconds(few_values)) {
    pilot_ = run_.B.sample({}, run_.B.dim(), few_values);
    drawn_ = pilot_.re.count;
  } else {
    sketch_.add_probes(first_columns);
    pilot_ = run_.sketch_sample();
  }
  report_pilot();
  if (pilot_.interrupted) throw Stopped{};
  if (worth_a_look(wanted_values())) return look_at_sketch();
  return surely_exact(seconds_of_rest()) ? exactly() : sample();
}

/// Grows the sketch from look to look until it meets the tolerance, or something else should be
/// faster.
template <Scalar W, class Sketch>
Estimate<W> TimeChoice<W, Sketch>::grow() {
  SketchGrowth sizes;
  Trend trend;
  while (true) {
    run_.method = nystrom ? Method::xnystrace : Method::xtrace;
    Estimate<W> e = look(run_, sketch_);
    e.probes += drawn_;
    completed_ = sketch_.probes();
    if (e.status != Status::budget) return e;
    run_.last_look = e;
    if (sizes.planned()) run_.stopping.next_look();
    const double excess = run_.stopping.excess(e);
    sizes.look(sketch_.probes(), excess);
    const auto now = static_cast<double>(sketch_.probes());
    const double rest = now * excess * excess;
    const Decay<W> decay(sketch_.sketch());
    const Ways ways{seconds_of_rest(), seconds_of_sample(rest, basis()),
                    nystrom ? seconds_on_range(decay, e.value) : never};
    const double known = std::min(run_.exact_seconds(), ways.soonest());
    const Index most = most_columns();
    const bool few = sketch_.probes() < first_probes;
    const Index next = std::min(few ? first_probes : sizes.next(), most);
    const double spent = seconds_of_sketch(now);
    const bool foreseen = seconds_of_sketch(sizes.foreseen()) - spent < known &&
                          sizes.foreseen() <= static_cast<double>(most);
    const auto then = static_cast<double>(next);
    const bool explored = seconds_of_sketch(then) < exploration * (spent + known);
    trend.look(now, ways.soonest());
    const bool gains = seconds_of_sketch(then) + trend.at(then) < spent + known;
    const bool decays =
        few || decay.worth_deflating(wanted_values(), affordable_columns(ways.alone));
    if (next == sketch_.probes() || !(foreseen || explored || gains) || !decays) {
      return settle(e, ways);
    }
    sketch_.add_probes(next - sketch_.probes());
  }
}

/// Takes the fastest way to continue from a sketch that does not grow any more.
template <Scalar W, class Sketch>
Estimate<W> TimeChoice<W, Sketch>::settle(const Estimate<W>& last, const Ways& ways) {
  if (run_.left() < least_values_of_rest * run_.B.value_cost()) return last;
  const double soonest = ways.soonest();
  const bool on_range = ways.on_range < std::min(ways.alone, ways.beside);
  if (surely_exact(soonest, on_range ? range_mistaken : few_mistaken)) return exactly();
  if (ways.alone < ways.beside && !on_range) return sample();
  run_.method = nystrom && !on_range ? Method::nystrompp : Method::hutchpp;
  // a sample of the remainder also if the budget pays for none of the ways
  return sample_beside(on_range ? part_of_range(run_.B, sketch_.sketch())
                                : part_of_sketch(run_, sketch_));
}

namespace {

/// The values that a tolerance should take at least, before any is known: for B near a multiple of
/// the identity, as in the mean over all eigenvalues, a value's relative variance is near 2/n.
template <Scalar W>
double least_values(const Run<W>& run) {
  const double tolerance = run.options.tolerance;
  if (tolerance <= 0 || run.options.absolute_tolerance > 0) return first_values;
  const double foreseen = 2 / (static_cast<double>(run.B.dim()) * tolerance * tolerance);
  return std::max<double>(first_values, foreseen);
}

}  // namespace

template <Scalar W>
Estimate<W> automatic_to_tolerance(Run<W>& run) {
  const auto& entries = run.by_entries;
  if (entries.seconds + entries.error_seconds < run.sampling_seconds(least_values(run))) {
    run.method = Method::automatic;
    return run.exactly();
  }
  // XNysTrace takes half the products per column, but more columns if the spectrum has a long tail
  const bool products_count =
      first_probes * run.B.apply_seconds() > run.sketch_arithmetic(first_probes, 1);
  if (run.estimand.semidefinite && products_count) {
    return TimeChoice(run, XNysTrace<W>(run.B, run.noise()))();
  }
  return TimeChoice(run, XTrace<W>(run.B))();
}

#define INSTANTIATE(S) template Estimate<S> automatic_to_tolerance(Run<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
