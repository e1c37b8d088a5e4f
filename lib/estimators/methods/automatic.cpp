#include "automatic.hpp"

#include <algorithm>

#include "../sketch/xtrace.hpp"
#include "known_part.hpp"
#include "leave_one_out.hpp"

namespace isotrace {

namespace {

/// Probes of a pilot that tells anything. Fewer would choose by their own angles, and so bias what
/// they are then used for.
constexpr Index least_pilot = 8;

/// The values that Hutchinson's estimate would be made of, as the pilot's foresee it.
template <Scalar W>
double hutchinson_probes(const Spending<W>& run, const Sample& pilot) {
  const auto most = static_cast<double>(run.budget) / static_cast<double>(run.B.value_cost());
  if (!run.stopping.wanted()) return most;
  double variance = pilot.re.variance();
  W mean = W(pilot.re.mean());
  if constexpr (is_complex<W>) {
    variance += pilot.im.variance();
    mean = W(pilot.re.mean(), pilot.im.mean());
  }
  return std::min(most, run.foreseen_probes(variance, run.aim.known + mean));
}

/// Were ‖B‖²_F the work of r equal eigenvalues, Hutchinson's variance with N probes would be r/N
/// and, with k of them deflated at the same matvecs, (r − k)/k: less where r (N − k) < k N. The r
/// that counts is ‖B‖⁴_F / ‖BᴴB‖²_F, whose parts the sketch Y = BΩ estimates without bias: E‖Bω‖² =
/// ‖B‖²_F and E|ω_iᴴBᴴBω_j|² = ‖BᴴB‖²_F.
template <Scalar W>
bool worth_deflating(const Spending<W>& run, const Panel<W>& Y, double probes) {
  Small<W> G = inner(Y, Y);
  const double size = real_part(G.trace());
  if (!(size > 0)) return true;  // a sketch of nothing: XTrace finds the trace out exactly
  G /= size;
  const auto count = static_cast<double>(G.cols());
  const double second = 1 / count;
  const double fourth = (G.squaredNorm() - G.diagonal().squaredNorm()) / (count * (count - 1));
  const double k = probes * static_cast<double>(run.B.value_cost()) /
                   static_cast<double>(2 * run.B.apply_cost());
  return second * second * (probes - k) < k * probes * fourth;
}

}  // namespace

template <Scalar W>
Estimate<W> automatic(Spending<W>& run) {
  const Index cost = run.B.apply_cost();
  run.require_probes(run.budget / run.B.value_cost(), Method::automatic, run.B.value_cost());
  const Index affordable = std::min(run.budget / (2 * cost), run.B.dim() - 1);
  if (affordable < 2 || !run.B.can_apply()) return sample_remainder(run, KnownPart<W>{});
  const Index limit = std::min(affordable, run.columns_in_memory());
  const Index wanted = run.stopping.wanted() ? pilot_probes : run.budget / (10 * cost);
  XTrace<W> xtrace(run.B);
  xtrace.add_probes(std::min(std::max(wanted, least_pilot), limit));
  const Sample values = run.sketch_sample();
  const bool tells = xtrace.probes() >= least_pilot;
  if (tells && !worth_deflating(run, xtrace.sketch(), hutchinson_probes(run, values))) {
    return sample_remainder(run, KnownPart<W>{.probes = xtrace.probes()}, values);
  }
  if (run.stopping.wanted() || limit == affordable) {
    const Estimate<W> e = leave_one_out(run, xtrace, 2 * cost, Method::xtrace, limit);
    if (e.status != Status::budget || run.left() < pilot_probes * run.B.value_cost()) return e;
    run.stopping.next_look();
  } else {
    xtrace.add_probes(limit - xtrace.probes());
    xtrace.complete();
  }
  return sample_remainder(run, known_on_range(run.B, xtrace.basis(), xtrace.compressed(),
                                              xtrace.probes(), xtrace.floor()));
}

template Estimate<double> automatic(Spending<double>&);
template Estimate<std::complex<double>> automatic(Spending<std::complex<double>>&);

}  // namespace isotrace
