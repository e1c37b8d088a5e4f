#include "known_part.hpp"

#include <algorithm>
#include <cmath>

#include "../../core/sum.hpp"
#include "../sequential.hpp"

namespace isotrace {

namespace {

/// Matvecs by which the methods with a sketch of fixed size divide a run to a tolerance.
constexpr Index pilot_matvecs = 120;

}  // namespace

template <Scalar W>
KnownPart<W> known_on_range(const PanelOperator<W>& B, Panel<W> Q, const Small<W>& H, Index probes,
                            double floor) {
  KnownPart<W> known;
  if (Q.cols() < probes) {
    known.exhausted = B.in_general_position();
    known.cut = std::sqrt(static_cast<double>(B.dim())) * floor;
  }
  known.trace = sum(H.diagonal());
  known.magnitude = std::abs(known.trace) + H.norm();
  known.remainder.basis = std::move(Q);
  known.probes = probes;
  return known;
}

template <Scalar W>
Estimate<W> sample_remainder(Spending<W>& run, const KnownPart<W>& known, const Sample& before) {
  const Rounding rounding{run.rounding(known.magnitude) + known.cut, run.B.rounding()};
  const W whole = run.aim.known + known.trace;
  if (known.exhausted) {
    return reported(known_value(whole, rounding.absolute), run.options, Status::exact,
                    run.B.spent(), known.probes);
  }
  Stretch stretch{known.probes, run.left() / run.B.value_cost()};
  stretch.before = before;
  if (run.stopping.wanted() && run.can_do_all_columns()) stretch.worthwhile = run.B.dim();
  const Sampled s = sample_until<W>(
      run.stopping, stretch, whole, rounding,
      [&](Index first, Index count) { return run.B.sample(known.remainder, first, count); });
  if (s.sample.re.count == 0) throw Stopped{};
  const double level = run.stopping.template level_for<W>();
  const Estimate<W> e = reported(estimate_of<W>(s.sample, level, whole, rounding), run.options,
                                 s.status, run.B.spent(), known.probes + s.probes);
  if (!s.left || !run.can_do_all_columns()) return e;
  run.last_look = e;
  return run.exactly();
}

template <Scalar W>
Index sketch_budget(const Spending<W>& run) {
  if (!run.stopping.wanted()) return run.budget;
  return std::min(run.budget, pilot_matvecs * run.B.apply_cost());
}

template KnownPart<double> known_on_range(const PanelOperator<double>&, Panel<double>,
                                          const Small<double>&, Index, double);
template Estimate<double> sample_remainder(Spending<double>&, const KnownPart<double>&,
                                           const Sample&);
template Index sketch_budget(const Spending<double>&);
template KnownPart<std::complex<double>> known_on_range(const PanelOperator<std::complex<double>>&,
                                                        Panel<std::complex<double>>,
                                                        const Small<std::complex<double>>&, Index,
                                                        double);
template Estimate<std::complex<double>> sample_remainder(Spending<std::complex<double>>&,
                                                         const KnownPart<std::complex<double>>&,
                                                         const Sample&);
template Index sketch_budget(const Spending<std::complex<double>>&);

}  // namespace isotrace
