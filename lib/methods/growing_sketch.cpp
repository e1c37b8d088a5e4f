#include "growing_sketch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <lib/core/instantiate.hpp>
#include <lib/sketch/xnystrace.hpp>
#include <lib/sketch/xtrace.hpp>
#include "low_rank_part.hpp"

namespace isotrace {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
/// Safety factor of the predicted number of columns.
constexpr double margin = 1.1;
/// Growth from look to look while the predicted number of columns is far away.
constexpr double growth = 1.5;
/// Bounds for the power at which the width decays with the columns: that of a mean of independent
/// values, and the greatest that two looks can establish.
constexpr double least_power = 0.5;
constexpr double greatest_power = 20;

template <Scalar W>
Eigen::MatrixXd component(Component which, const Small<W>& table) {
  return table.unaryExpr([which](W value) { return isotrace::component(which, value); });
}

/// Runs a leave-one-out method; a column of its sketch costs `cost` matvecs.
template <Scalar W, class Estimator>
Estimate<W> leave_one_out(Run<W>& run, Estimator& estimator, Index cost, Method method) {
  const Index most = run.most_columns(cost);
  run.require_probes(most, method, cost);
  SketchGrowth sizes;
  Index next = run.stopping.has_tolerance() ? std::min(first_probes / 2, most) : most;
  while (true) {
    estimator.add_probes(next - estimator.probes());
    const Estimate<W> e = look(run, estimator);
    if (e.status != Status::budget) return e;
    run.last_look = e;
    if (sizes.planned()) run.stopping.next_look();
    sizes.look(estimator.probes(), run.stopping.excess(e));
    const double foreseen = sizes.foreseen() * static_cast<double>(cost);
    next = std::min(estimator.probes() < first_probes ? first_probes : sizes.next(), most);
    const bool in_vain = next > first_probes && foreseen > static_cast<double>(run.all_columns());
    if (next == estimator.probes() || (in_vain && run.can_do_all_columns())) break;
  }
  const double excess = run.stopping.excess(*run.last_look);
  const double rest = static_cast<double>(estimator.probes()) * excess * excess;
  if (run.exact_sooner_than(rest, columns_beside(estimator))) {
    return run.exactly(directions(run, estimator));
  }
  if (run.left() < least_values_of_rest * run.B.value_cost()) return *run.last_look;
  run.stopping.next_look();
  return sample_remainder(run, part_of_sketch(run, estimator), [&](LowRankPart<W> part) {
    part = {};  // frees its panels
    return run.exactly(directions(run, estimator));
  });
}

}  // namespace

void SketchGrowth::look(Index columns, double excess) {
  const auto size = static_cast<double>(columns);
  // at the first look, assume that the width is inversely proportional to the columns
  double power = 1;
  if (columns_ > 0) {
    power = std::clamp(std::log(excess_ / excess) / std::log(size / columns_), least_power,
                       greatest_power);
  }
  foreseen_ = std::isfinite(excess) ? margin * size * std::pow(excess, 1 / power) : infinite;
  columns_ = size;
  excess_ = excess;
}

bool SketchGrowth::planned() const {
  return columns_ > 0 && foreseen_ <= 2 * columns_;
}

Index SketchGrowth::next() const {
  return static_cast<Index>(
      std::ceil(planned() ? std::max(foreseen_, columns_ + 1) : growth * columns_ + 1));
}

template <Scalar W, class Estimator>
Estimate<W> look(const Run<W>& run, Estimator& estimator) {
  estimator.complete();
  const LeaveOneOutValues<W> result = estimator.estimate();
  const double rounding = run.rounding(result.magnitude) + result.cut;
  const double level = run.stopping.template level_for<W>();
  const auto spreads = [&](Component which) {
    return exchangeable_mean(component(which, result.table)).standard_error != 0;
  };
  const bool silent = !equal_values_tell(run.options.law) && !spreads(Component::re) &&
                      !(is_complex<W> && spreads(Component::im));
  const Estimate<W> e = from_components<W>(level, [&](Component which, double part_level) {
    ExchangeableMean mean = exchangeable_mean(component(which, result.table));
    mean.value += component(which, run.estimand.known);
    if (result.exhausted && mean.count < least_leave_one_out) {
      const double error = mean.count < 2 ? 0 : mean.standard_error;
      return ComponentEstimate{mean.value, error, {mean.value - rounding, mean.value + rounding}};
    }
    if (silent) {
      constexpr double none = std::numeric_limits<double>::quiet_NaN();
      return ComponentEstimate{mean.value, none, {none, none}};
    }
    return ComponentEstimate{
        mean.value, mean.standard_error,
        mean_interval(mean, part_level, rounding, !run.B.in_general_position())};
  });
  Status status = Status::completed;
  if (result.exhausted) {
    status = Status::exact;
  } else if (run.stopping.has_tolerance()) {
    status = run.stopping.met(e) ? Status::converged : Status::budget;
  }
  return run.report(e, status, estimator.probes());
}

template <Scalar W>
Estimate<W> xtrace(Run<W>& run) {
  XTrace<W> estimator(run.B);
  return leave_one_out(run, estimator, 2 * run.B.apply_cost(), Method::xtrace);
}

template <Scalar W>
Estimate<W> xnystrace(Run<W>& run) {
  XNysTrace<W> estimator(run.B, run.noise());
  return leave_one_out(run, estimator, run.B.apply_cost(), Method::xnystrace);
}

#define INSTANTIATE(S)                                     \
  template Estimate<S> look(const Run<S>&, XNysTrace<S>&); \
  template Estimate<S> look(const Run<S>&, XTrace<S>&);    \
  template Estimate<S> xtrace(Run<S>&);                    \
  template Estimate<S> xnystrace(Run<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
