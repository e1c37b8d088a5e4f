#include <isotrace/trace/trace.hpp>

#include <isotrace/operators/composed_form.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/methods/run_method.hpp>

namespace isotrace {

template <class S>
Estimate<Wide<S>> mean_form(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  return estimate_mean(form, metric, options);
}

template <class S>
Estimate<Wide<S>> mean_form_factor(FormRef<S> form, OperatorRef<S> factor, const Options& options) {
  const ComposedForm<S> composed(form, factor);
  const EuclideanMetric<S> coordinates(factor.cols());
  return estimate_mean<S>(composed, coordinates, options);
}

template <class S>
Estimate<Wide<S>> form_trace(FormRef<S> form, MetricRef<S> metric, const Options& options) {
  return estimate_trace(form, metric, options, {.semidefinite = options.semidefinite});
}

#define INSTANTIATE(S)                                                                     \
  template Estimate<Wide<S>> mean_form(FormRef<S>, MetricRef<S>, const Options&);          \
  template Estimate<Wide<S>> mean_form_factor(FormRef<S>, OperatorRef<S>, const Options&); \
  template Estimate<Wide<S>> form_trace(FormRef<S>, MetricRef<S>, const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
