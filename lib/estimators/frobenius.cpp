#include <isotrace/estimators/frobenius.hpp>

#include <algorithm>
#include <cmath>

#include "estimate_of.hpp"
#include "trace_sample.hpp"

namespace isotrace {

template <Scalar S>
Estimate<double> form_norm(const ProductForm<S>& form, MetricRef<S> metric,
                           const Options& options) {
  const auto how = options.normalised ? Normalisation::by_norm : Normalisation::by_moment;
  const Sample s = sample_form<S>(form, metric, options, how);
  Estimate<double> e = estimate_of<double>(s, options, form.matvecs());
  e.value = std::sqrt(e.value);
  e.standard_error = e.standard_error == 0 ? 0 : e.standard_error / (2.0 * e.value);
  e.interval.low = std::sqrt(std::max(e.interval.low, 0.0));
  e.interval.high = std::sqrt(std::max(e.interval.high, 0.0));
  return e;
}

template Estimate<double> form_norm(const ProductForm<float>&, MetricRef<float>, const Options&);
template Estimate<double> form_norm(const ProductForm<double>&, MetricRef<double>, const Options&);
template Estimate<double> form_norm(const ProductForm<std::complex<float>>&,
                                    MetricRef<std::complex<float>>, const Options&);
template Estimate<double> form_norm(const ProductForm<std::complex<double>>&,
                                    MetricRef<std::complex<double>>, const Options&);

}  // namespace isotrace
