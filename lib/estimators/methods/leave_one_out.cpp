#include "leave_one_out.hpp"

#include <algorithm>

#include "../sketch/xnystrace.hpp"
#include "../sketch/xtrace.hpp"

namespace isotrace {

namespace {

/// From look to look of a growing sketch.
constexpr double growth = 1.5;

Index grown(Index probes, Index most) {
  return std::min(most, static_cast<Index>(growth * static_cast<double>(probes)) + 1);
}

template <Scalar W>
Eigen::MatrixXd component(Component which, const Small<W>& table) {
  return table.unaryExpr([which](W value) { return isotrace::component(which, value); });
}

template <Scalar W>
Estimate<W> estimate_of_table(const Spending<W>& run, const LeaveOneOut<W>& result) {
  const double rounding = run.rounding(result.magnitude) + result.cut;
  return from_parts<W>(run.stopping.template level_for<W>(), [&](Component which, double level) {
    ExchangeableMean mean = exchangeable_mean(component(which, result.table));
    mean.value += component(which, run.aim.known);
    if (result.exhausted && mean.count < least_leave_one_out) {
      const double error = mean.count < 2 ? 0 : mean.standard_error;
      return Part{mean.value, error, {mean.value - rounding, mean.value + rounding}};
    }
    return Part{mean.value, mean.standard_error,
                mean_interval(mean, level, rounding, !run.B.in_general_position())};
  });
}

/// A look at the estimate: `exact` where the sketch has found the whole range.
template <Scalar W, class Estimator>
Estimate<W> look(const Spending<W>& run, Estimator& estimator) {
  estimator.complete();
  const LeaveOneOut<W> result = estimator.estimate();
  const Estimate<W> e = estimate_of_table(run, result);
  Status status = Status::completed;
  if (result.exhausted) {
    status = Status::exact;
  } else if (run.stopping.wanted()) {
    const bool met = run.stopping.met(std::abs(e.value), radius(e.value, e.interval));
    status = met ? Status::converged : Status::budget;
  }
  return reported(e, run.options, status, run.B.spent(), estimator.probes());
}

/// A budget is the caller's word for the memory, too; a tolerance is not.
template <Scalar W>
Index most_columns(const Spending<W>& run) {
  const Index all = run.B.dim() - 1;
  return run.stopping.wanted() ? std::min(all, run.columns_in_memory()) : all;
}

}  // namespace

template <Scalar W, class Estimator>
Estimate<W> leave_one_out(Spending<W>& run, Estimator& estimator, Index cost, Method method,
                          Index limit) {
  const Index most = std::min(run.budget / cost, limit);
  run.require_probes(most, method, cost);
  Index next = run.stopping.wanted() ? std::min(pilot_probes, most) : most;
  while (true) {
    estimator.add_probes(next - estimator.probes());
    const Estimate<W> e = look(run, estimator);
    if (e.status != Status::budget) return e;
    run.last_look = e;
    next = grown(estimator.probes(), most);
    const bool at_end = next == estimator.probes();
    if ((at_end || next * cost >= run.all_columns()) && run.can_do_all_columns()) {
      return run.exactly();
    }
    if (at_end) return e;
    run.stopping.next_look();
  }
}

template <Scalar W>
Estimate<W> xtrace(Spending<W>& run) {
  XTrace<W> estimator(run.B);
  return leave_one_out(run, estimator, 2 * run.B.apply_cost(), Method::xtrace, most_columns(run));
}

template <Scalar W>
Estimate<W> xnystrace(Spending<W>& run) {
  XNysTrace<W> estimator(run.B, run.noise());
  return leave_one_out(run, estimator, run.B.apply_cost(), Method::xnystrace, most_columns(run));
}

template Estimate<double> leave_one_out(Spending<double>&, XTrace<double>&, Index, Method, Index);
template Estimate<double> xtrace(Spending<double>&);
template Estimate<double> xnystrace(Spending<double>&);
template Estimate<std::complex<double>> leave_one_out(Spending<std::complex<double>>&,
                                                      XTrace<std::complex<double>>&, Index, Method,
                                                      Index);
template Estimate<std::complex<double>> xtrace(Spending<std::complex<double>>&);
template Estimate<std::complex<double>> xnystrace(Spending<std::complex<double>>&);

}  // namespace isotrace
