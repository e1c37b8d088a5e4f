#include <isotrace/trace/estimator.hpp>

#include <fmt/format.h>

#include <boost/math/distributions/normal.hpp>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include "sampled_estimate.hpp"

namespace isotrace {

namespace {

template <Scalar W>
void require_matvecs(const Run<W>& run, Index wanted) {
  if (wanted <= run.left()) return;
  throw OptionError(fmt::format("the estimator asks for {} matvecs, {} of {} are left", wanted,
                                run.left(), run.budget));
}

}  // namespace

template <Scalar W>
Index EstimatorProblem<W>::dim() const {
  return run_.B.dim();
}
template <Scalar W>
Index EstimatorProblem<W>::matvecs_left() const {
  return run_.left();
}
template <Scalar W>
Index EstimatorProblem<W>::product_cost() const {
  return run_.B.apply_cost();
}
template <Scalar W>
Index EstimatorProblem<W>::value_cost() const {
  return run_.B.value_cost();
}
template <Scalar W>
bool EstimatorProblem<W>::has_adjoint() const {
  return run_.B.has_adjoint();
}
template <Scalar W>
bool EstimatorProblem<W>::invariant() const {
  return run_.B.invariant();
}
template <Scalar W>
double EstimatorProblem<W>::confidence() const {
  return run_.options.confidence;
}

template <Scalar W>
void EstimatorProblem<W>::draw(Index first, W* omega, Index count) const {
  Eigen::Map<ColMatrix<W>>(omega, dim(), count) = run_.B.probes(first, count);
}

template <Scalar W>
void EstimatorProblem<W>::multiply(const W* X, Index count, bool adjoint, W* Y) {
  if (adjoint && !has_adjoint()) {
    throw OptionError("the estimator asks for the adjoint of a form without apply_adjoint");
  }
  require_matvecs(run_, count * product_cost());
  const isotrace::Panel<W> columns(Eigen::Map<const ColMatrix<W>>(X, dim(), count));
  Eigen::Map<ColMatrix<W>> products(Y, dim(), count);
  products = adjoint ? run_.B.apply_adjoint(columns) : run_.B.apply(columns);
  const int unit = run_.B.unit();
  if (unit != 0) products = products.unaryExpr([unit](W y) { return scaled(y, unit); });
}

template <Scalar W>
Estimate<W> EstimatorProblem<W>::sample_off(Index first, Index count, W known, const W* Q,
                                            Index rank, Index before) {
  if (count < 1)
    throw OptionError("the estimator asks for a sample of no probes, expected 1 or more");
  require_matvecs(run_, count * value_cost());
  Remainder<W> remainder;
  if (rank > 0) {
    remainder.basis = isotrace::Panel<W>(Eigen::Map<const ColMatrix<W>>(Q, dim(), rank));
  }
  const Rounding rounding{run_.B.rounding() * std::abs(known), run_.B.rounding()};
  const Estimate<W> e =
      sampled_estimate(run_, remainder, {.first = first, .limit = count}, known, rounding, before)
          .estimate;
  run_.last_look = e;
  return e;
}

template <Scalar W>
Estimate<W> EstimatorProblem<W>::estimate(W value, double standard_error, Index probes) const {
  const Estimate<W> e =
      from_components<W>(run_.stopping.template level_for<W>(), [&](Component which, double level) {
        const double x = component(which, value);
        const double half = standard_error * quantile(boost::math::normal(), 0.5 + 0.5 * level);
        return ComponentEstimate{x, standard_error, {x - half, x + half}};
      });
  Estimate<W> reported = run_.report(e, Status::completed, probes);
  reported.standard_error = standard_error;
  return reported;
}

template <Scalar W>
bool EstimatorProblem<W>::meets_tolerance(const Estimate<W>& estimate) {
  if (!run_.stopping.has_tolerance()) return false;
  const bool met = run_.stopping.met(estimate);
  if (!met) run_.stopping.next_look();
  return met;
}

#define INSTANTIATE(S) template class EstimatorProblem<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
