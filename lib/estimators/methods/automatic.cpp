#include "automatic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "../sketch/xtrace.hpp"
#include "known_part.hpp"
#include "leave_one_out.hpp"

namespace isotrace {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Probes of a pilot that tells anything.
constexpr Index least_pilot = 4;
constexpr Index greatest_pilot = 20;
/// Values of a leave-one-out mean that have an interval.
constexpr Index least_fresh = 8;
/// Part of a budget that the pilot takes.
constexpr Index pilot_part = 20;
/// Of the first look with a tolerance.
constexpr Index first_pilot = first_probes / 2;
/// Part of the time of what is known to do that may be spent on a sketch in search of something
/// better.
constexpr double exploration = 0.3;

template <Scalar W>
class Choice {
 public:
  explicit Choice(Spending<W>& run) : run_(run), xtrace_(run.B), cost_(run.B.apply_cost()) {}

  Estimate<W> within_budget();
  Estimate<W> to_tolerance();

 private:
  Estimate<W> hutchinson() {
    run_.method = Method::hutchinson;
    return sample_remainder(run_, KnownPart<W>{.probes = xtrace_.probes()});
  }
  Estimate<W> exactly() {
    run_.method = Method::automatic;
    return run_.exactly();
  }
  /// What the sketch knows, and a sample of the rest.
  Estimate<W> remainder() {
    run_.method = Method::hutchpp;
    xtrace_.complete();
    return sample_remainder(run_, known_on_range(run_.B, xtrace_.basis(), xtrace_.compressed(),
                                                 xtrace_.probes(), xtrace_.floor()));
  }

  bool worth_deflating(double probes, double columns) const;
  double hutchinson_values() const;
  Estimate<W> look_at_values() const;
  double sampled(double values, Index basis = 0) const;
  double affordable_columns(double seconds) const;
  Estimate<W> without_sketch();
  Estimate<W> settle(const Estimate<W>& last, double rest);
  Estimate<W> grow();

  Spending<W>& run_;
  XTrace<W> xtrace_;
  Index cost_;  ///< matvecs of a product with a column
};

/// Were ‖B‖²_F the work of r equal eigenvalues, Hutchinson's variance with N probes would be r/N
/// and, with k of them deflated at the same cost, (r − k)/k: less where r (N − k) < k N. The r that
/// counts is ‖B‖⁴_F / ‖BᴴB‖²_F, whose parts the sketch Y = BΩ estimates without bias: E‖Bω‖² =
/// ‖B‖²_F and E|ω_iᴴBᴴBω_j|² = ‖BᴴB‖²_F.
template <Scalar W>
bool Choice<W>::worth_deflating(double probes, double columns) const {
  Small<W> G = inner(xtrace_.sketch(), xtrace_.sketch());
  const double size = real_part(G.trace());
  if (!(size > 0)) return true;  // a sketch of nothing: XTrace finds the trace out exactly
  G /= size;
  const auto count = static_cast<double>(G.cols());
  const double second = 1 / count;
  const double fourth = (G.squaredNorm() - G.diagonal().squaredNorm()) / (count * (count - 1));
  return second * second * (probes - columns) < columns * probes * fourth;
}

/// The values that Hutchinson's estimate would need, as those of the sketch foresee it.
template <Scalar W>
double Choice<W>::hutchinson_values() const {
  const Sample values = run_.sketch_sample();
  double deviation = values.re.standard_deviation();
  W mean = W(values.re.mean());
  if constexpr (is_complex<W>) {
    deviation = std::hypot(deviation, values.im.standard_deviation());
    mean = W(values.re.mean(), values.im.mean());
  }
  return std::max<double>(first_values, run_.foreseen_values(deviation, run_.aim.known + mean));
}

/// Hutchinson's estimate of the sketch's own values: where it will do, there is nothing to choose.
template <Scalar W>
Estimate<W> Choice<W>::look_at_values() const {
  const Rounding rounding{run_.rounding(0), run_.B.rounding()};
  return estimate_of<W>(run_.sketch_sample(), run_.stopping.template level_for<W>(), run_.aim.known,
                        rounding);
}

/// Seconds of so many values; infinite where the budget does not pay for them.
template <Scalar W>
double Choice<W>::sampled(double values, Index basis) const {
  const double matvecs = values * static_cast<double>(run_.B.value_cost());
  return matvecs <= static_cast<double>(run_.left()) ? run_.sampling_seconds(values, basis)
                                                     : infinite;
}

/// The columns of a sketch that takes so long: the root of sketch_seconds(k) = seconds.
template <Scalar W>
double Choice<W>::affordable_columns(double seconds) const {
  double low = 0;
  double high = static_cast<double>(run_.B.dim());
  for (int step = 0; step < 50; ++step) {
    const double middle = 0.5 * (low + high);
    (run_.sketch_seconds(middle) < seconds ? low : high) = middle;
  }
  return low;
}

template <Scalar W>
Estimate<W> Choice<W>::within_budget() {
  const Index sketches = run_.budget / cost_;  // products with a column
  const Index most = std::min(run_.B.dim() - 1, run_.columns_in_memory);
  if (!run_.B.can_apply() || sketches < 2 * least_fresh || most < least_fresh) return hutchinson();
  if (sketches < 2 * (least_fresh + least_pilot)) {
    // too few for a pilot; at most √2 times Hutchinson's error, on flat spectra
    if (run_.B.value_cost() < cost_) return hutchinson();
  } else {
    const Index pilot = std::clamp(sketches / pilot_part, least_pilot, greatest_pilot);
    xtrace_.add_probes(std::min(pilot, most - least_fresh));
    const auto values = static_cast<double>(run_.budget) / static_cast<double>(run_.B.value_cost());
    if (xtrace_.probes() < least_pilot ||
        !worth_deflating(values, 0.5 * static_cast<double>(sketches))) {
      return hutchinson();
    }
    xtrace_.keep();
  }
  const Index wanted = std::min(sketches / 2, run_.B.dim() - 1);
  xtrace_.add_probes(std::min(wanted, most) - xtrace_.probes());
  if (most < wanted) return remainder();
  run_.method = Method::xtrace;
  return look(run_, xtrace_);
}

template <Scalar W>
Estimate<W> Choice<W>::without_sketch() {
  const double seconds = run_.sampling_seconds(hutchinson_values());
  return run_.exact_seconds() < seconds ? exactly() : hutchinson();
}

template <Scalar W>
Estimate<W> Choice<W>::to_tolerance() {
  const Index most = run_.most_columns(2 * cost_);
  if (!run_.B.can_apply() || most < first_probes) return hutchinson();
  xtrace_.add_probes(first_pilot);
  if (const Estimate<W> e = look_at_values(); run_.stopping.met(e)) {
    run_.method = Method::hutchinson;
    return run_.report(e, Status::converged, xtrace_.probes());
  }
  const double values = hutchinson_values();
  const double known = std::min(run_.exact_seconds(), run_.sampling_seconds(values));
  if (run_.sketch_seconds(first_probes) > known ||
      !worth_deflating(values, affordable_columns(run_.sampling_seconds(values)))) {
    return without_sketch();
  }
  xtrace_.keep();
  return grow();
}

/// Looks at a growing sketch until it will do, or something else will do sooner.
template <Scalar W>
Estimate<W> Choice<W>::grow() {
  const Index most = run_.most_columns(2 * cost_);
  SketchGrowth sizes;
  Index next = first_probes;
  while (true) {
    xtrace_.add_probes(next - xtrace_.probes());
    run_.method = Method::xtrace;
    const Estimate<W> e = look(run_, xtrace_);
    if (e.status != Status::budget) return e;
    run_.last_look = e;
    if (sizes.planned()) run_.stopping.next_look();
    const double excess = run_.stopping.excess(e);
    sizes.look(xtrace_.probes(), excess);
    const auto now = static_cast<double>(xtrace_.probes());
    const double rest = static_cast<double>(xtrace_.fresh()) * excess * excess;
    const double known = std::min(
        {run_.exact_seconds(), sampled(hutchinson_values()), sampled(rest, xtrace_.probes())});
    next = std::min(sizes.next(), most);
    const double spent = run_.sketch_seconds(now);
    const bool foreseen = run_.sketch_seconds(sizes.foreseen()) - spent < known &&
                          sizes.foreseen() <= static_cast<double>(most);
    const bool explored =
        run_.sketch_seconds(static_cast<double>(next)) < exploration * (spent + known);
    if (next == xtrace_.probes() || !(foreseen || explored)) return settle(e, rest);
  }
}

/// The soonest way from a sketch that will not grow any more.
template <Scalar W>
Estimate<W> Choice<W>::settle(const Estimate<W>& last, double rest) {
  if (run_.left() < least_values_of_rest * run_.B.value_cost()) return last;
  const double exact = run_.exact_seconds();
  const double fresh = sampled(hutchinson_values());
  const double beside = sampled(rest, xtrace_.probes());
  if (exact < std::min(fresh, beside)) return exactly();
  run_.stopping.next_look();
  return fresh < beside ? hutchinson() : remainder();  // the remainder where neither is paid for
}

}  // namespace

template <Scalar W>
Estimate<W> automatic(Spending<W>& run) {
  run.require_probes(run.budget / run.B.value_cost(), Method::automatic, run.B.value_cost());
  Choice<W> choice(run);
  return run.stopping.wanted() ? choice.to_tolerance() : choice.within_budget();
}

template Estimate<double> automatic(Spending<double>&);
template Estimate<std::complex<double>> automatic(Spending<std::complex<double>>&);

}  // namespace isotrace
