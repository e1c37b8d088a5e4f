#include <isotrace/trace/frobenius.hpp>

#include <lib/linalg/scaled.hpp>
#include <lib/statistics/square_root.hpp>
#include "trace_of.hpp"

namespace isotrace {

template <class S>
Estimate<double> form_norm(const ProductForm<S>& form, MetricRef<S> metric,
                           const Options& options) {
  const Aim<Wide<S>> aim{.root = true, .semidefinite = true};
  const int exponent = form.harmless_exponent();
  if (exponent == 0) return square_root(trace_of<S>(form, metric, options, aim));
  Options scaled_options = options;
  scaled_options.absolute_tolerance = scaled(options.absolute_tolerance, exponent);
  const ProductForm<S> harmless = form.scaled(exponent);
  auto e = square_root(trace_of<S>(harmless, metric, scaled_options, aim));
  e.value = scaled(e.value, -exponent);
  e.standard_error = scaled(e.standard_error, -exponent);
  e.interval = {scaled(e.interval.low, -exponent), scaled(e.interval.high, -exponent)};
  return e;
}

template Estimate<double> form_norm(const ProductForm<float>&, MetricRef<float>, const Options&);
template Estimate<double> form_norm(const ProductForm<double>&, MetricRef<double>, const Options&);
template Estimate<double> form_norm(const ProductForm<std::complex<float>>&,
                                    MetricRef<std::complex<float>>, const Options&);
template Estimate<double> form_norm(const ProductForm<std::complex<double>>&,
                                    MetricRef<std::complex<double>>, const Options&);

}  // namespace isotrace
