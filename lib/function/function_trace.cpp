#include <isotrace/function/function_trace.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

#include <isotrace/laws/laws.hpp>
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

/// What is left of a budget; the tolerance with room for the quadratures' part. By default
/// Hutchinson's method: a sketch multiplies the errors of products.
Options remaining(const Options& options, Index spent) {
  constexpr double room = 0.85;
  Options rest = options;
  rest.method = options.method.value_or(Method::hutchinson);
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

namespace {

template <class W>
Estimate<double> real_estimate(const Estimate<W>& e) {
  if constexpr (std::is_same_v<W, double>) {
    return e;
  } else {  // a Hermitian form's trace is real
    return {.value = e.value.real(),
            .standard_error = e.standard_error,
            .confidence = e.confidence,
            .interval = e.interval.re,
            .status = e.status,
            .matvecs = e.matvecs,
            .probes = e.probes,
            .seed = e.seed,
            .method = e.method};
  }
}

/// Throws OptionError before any product.
template <Scalar S>
void check_estimate(const Options& options, Index n) {
  check(options);
  check_law(options.law, field_of<S>, n);
  if (options.store != nullptr) {
    throw OptionError("found a store for the values of a function, whose errors it does not keep");
  }
}

void require_rounding(const FunctionEstimate& e) {
  const bool amplifies = e.method == Method::nystrompp || e.method == Method::xnystrace;
  if (!amplifies || e.quadrature_error <= 1e-9 * std::abs(e.value)) return;
  throw OperatorError(
      fmt::format("the products of the function have errors of {:.2g}, expected "
                  "rounding for the method {}: more steps, or xtrace",
                  e.quadrature_error, name(e.method)));
}

/// What a status says of the sample, for the function.
Status status_of(const FunctionEstimate& e, const Options& options) {
  const bool tolerance = options.tolerance > 0 || options.absolute_tolerance > 0;
  if (e.status != Status::exact && e.status != Status::converged) return e.status;
  if (e.status == Status::exact && e.quadrature_error <= 1e-10 * std::abs(e.value)) return e.status;
  if (!tolerance) return Status::completed;
  return within_tolerance(e, options) ? Status::converged : Status::budget;
}

}  // namespace

template <class S>
FunctionEstimate form_function_trace(FormRef<S> form, MetricRef<S> metric,
                                     const SpectralFunction& f, const Options& options,
                                     const FunctionTraceOptions& quadrature) {
  check_estimate<S>(options, form.dim());
  const FunctionForm<S> checked(form, metric, f,
                                form_options(quadrature, quadrature.steps.value_or(1)));
  Index spent = 2 * form.apply_matvecs();  // by which it was checked
  Index steps = quadrature.steps.value_or(1);
  if (!quadrature.steps) {
    const auto plan = detail::plan_steps<S>(PulledBack<S>(form, metric), f,
                                            {checked.options().lower, checked.options().upper},
                                            remaining(options, spent), quadrature.most_steps);
    steps = plan.steps;
    spent += plan.matvecs;
  }
  const FunctionForm<S> function = checked.with_steps(steps);
  const EuclideanMetric<S> coordinates(function.dim());
  FunctionEstimate out{};
  static_cast<Estimate<double>&>(out) =
      real_estimate(form_trace<S>(function, coordinates, remaining(options, spent)));
  out.matvecs += spent;
  out.steps = function.most_steps();
  out.quadrature_error = static_cast<double>(function.dim()) * function.quadrature_error();
  out.enclosed = function.enclosed();
  out.interval.low -= out.quadrature_error;
  out.interval.high += out.quadrature_error;
  require_rounding(out);
  out.status = status_of(out, options);
  return out;
}

#define INSTANTIATE(S)                                                                             \
  template FunctionEstimate form_function_trace(FormRef<S>, MetricRef<S>, const SpectralFunction&, \
                                                const Options&, const FunctionTraceOptions&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
