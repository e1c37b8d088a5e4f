#include <isotrace/estimators/frobenius.hpp>

#include "square_root.hpp"
#include "trace_of.hpp"

namespace isotrace {

template <class S>
Estimate<double> form_norm(const ProductForm<S>& form, MetricRef<S> metric,
                           const Options& options) {
  return square_root(trace_of<S>(form, metric, options, Aim<Wide<S>>{.root = true}));
}

template Estimate<double> form_norm(const ProductForm<float>&, MetricRef<float>, const Options&);
template Estimate<double> form_norm(const ProductForm<double>&, MetricRef<double>, const Options&);
template Estimate<double> form_norm(const ProductForm<std::complex<float>>&,
                                    MetricRef<std::complex<float>>, const Options&);
template Estimate<double> form_norm(const ProductForm<std::complex<double>>&,
                                    MetricRef<std::complex<double>>, const Options&);

}  // namespace isotrace
