#include <isotrace/function/function_trace.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <isotrace/metric/euclidean.hpp>

#include <lib/core/instantiate.hpp>
#include "spectrum_bounds.hpp"
#include "step_plan.hpp"

namespace isotrace {
namespace {

FunctionOptions form_options(const FunctionTraceOptions& o, Index steps) {
  FunctionOptions options;
  options.steps = steps;
  options.reorthogonalise = o.reorthogonalise;
  options.lower = o.lower;
  options.upper = o.upper;
  return options;
}

/// What is left of a budget; the tolerance with room for the quadratures' part.
Options remaining(const Options& options, Index spent) {
  constexpr double room = 0.9;
  Options rest = options;
  rest.matvecs = std::max<Index>(budget_of(options) - spent, 1);
  rest.max_matvecs.reset();
  rest.tolerance *= room;
  rest.absolute_tolerance *= room;
  return rest;
}

/// Whether every t in the interval is within the tolerance of the value.
bool within_tolerance(const FunctionEstimate& e, const Options& options) {
  const double far = std::max(e.value - e.interval.low, e.interval.high - e.value);
  const double least = e.interval.low <= 0 && e.interval.high >= 0
                           ? 0
                           : std::min(std::abs(e.interval.low), std::abs(e.interval.high));
  return far <= std::max(options.tolerance * least, options.absolute_tolerance);
}

}  // namespace

template <class S>
FunctionEstimate form_function_trace(FormRef<S> form, MetricRef<S> metric,
                                     const SpectralFunction& f, const Options& options,
                                     const FunctionTraceOptions& quadrature) {
  Index steps = quadrature.steps.value_or(1);
  Index spent = 0;
  if (!quadrature.steps) {
    const FunctionForm<S> checked(form, metric, f, form_options(quadrature, 1));
    const auto plan = detail::plan_steps<S>(PulledBack<S>(form, metric), f,
                                            {checked.options().lower, checked.options().upper},
                                            options, quadrature.most_steps);
    steps = plan.steps;
    spent = plan.matvecs;
  }
  const FunctionForm<S> function(form, metric, f, form_options(quadrature, steps));
  const EuclideanMetric<S> coordinates(function.dim());
  const auto estimate = form_trace<S>(function, coordinates, remaining(options, spent));
  FunctionEstimate out{};
  if constexpr (is_complex<S>) {  // a Hermitian form's trace is real
    static_cast<Estimate<double>&>(out) = {.value = estimate.value.real(),
                                           .standard_error = estimate.standard_error,
                                           .confidence = estimate.confidence,
                                           .interval = estimate.interval.re,
                                           .status = estimate.status,
                                           .matvecs = estimate.matvecs,
                                           .probes = estimate.probes,
                                           .seed = estimate.seed,
                                           .method = estimate.method};
  } else {
    static_cast<Estimate<double>&>(out) = estimate;
  }
  out.matvecs += spent;
  out.steps = function.most_steps();
  out.quadrature_error = static_cast<double>(function.dim()) * function.quadrature_error();
  out.enclosed = function.enclosed();
  out.interval.low -= out.quadrature_error;
  out.interval.high += out.quadrature_error;
  if (out.status == Status::converged && !within_tolerance(out, options)) {
    out.status = Status::budget;
  }
  return out;
}

#define INSTANTIATE(S)                                                                             \
  template FunctionEstimate form_function_trace(FormRef<S>, MetricRef<S>, const SpectralFunction&, \
                                                const Options&, const FunctionTraceOptions&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
