#include <isotrace/trace/frobenius.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/core/scaled.hpp>
#include <lib/methods/run_method.hpp>
#include <lib/statistics/square_root.hpp>

namespace isotrace {

template <class S>
Estimate<double> form_norm(const ProductForm<S>& form, MetricRef<S> metric,
                           const Options& options) {
  const Estimand<Wide<S>> norm{.root = true, .semidefinite = true};
  const int exponent = form.harmless_exponent();
  if (exponent == 0) return square_root(estimate_trace<S>(form, metric, options, norm));
  Options scaled_options = options;
  scaled_options.absolute_tolerance = scaled(options.absolute_tolerance, exponent);
  const ProductForm<S> harmless = form.scaled(exponent);
  auto e = square_root(estimate_trace<S>(harmless, metric, scaled_options, norm));
  e.value = scaled(e.value, -exponent);
  e.standard_error = scaled(e.standard_error, -exponent);
  e.interval = {scaled(e.interval.low, -exponent), scaled(e.interval.high, -exponent)};
  return e;
}

#define INSTANTIATE(S) \
  template Estimate<double> form_norm(const ProductForm<S>&, MetricRef<S>, const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
