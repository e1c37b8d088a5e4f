#pragma once

#include <isotrace/metric/metric.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

namespace isotrace {

/// The inverse Riesz map by averaging: V⁻¹ = n · mean(v vᴴ / ‖v‖²_V) (Theorem 3.2, (3.4)).
/// options.matvecs is the number of probes (no operator is applied); every probe is divided by its
/// norm, whatever options.normalised says. Writes the n×n estimate of V⁻¹ to inverse, unless
/// inverse.data is null. The value is the error of the pulled-back mean, ‖n·mean(x xᴴ/‖x‖²) − I‖_F,
/// whose root mean square is √(n(n−1)/N) for independent probes; standard_error is NaN: one
/// realisation has none. O(n²) a probe.
/// Throws OptionError (both sizes) if two n×n matrices do not fit options.memory, if the law is not
/// invariant, or for a tolerance or a method but Hutchinson's; ShapeError if inverse is not n×n.
template <class S>
Estimate<double> inverse_riesz(MetricRef<S> metric, BlockView<S> inverse, const Options& options);

/// The error alone.
template <class S>
Estimate<double> inverse_riesz(MetricRef<S> metric, const Options& options) {
  return inverse_riesz<S>(metric, BlockView<S>{}, options);
}

/// The same for a metric as it is, and an Eigen matrix that is resized to n×n.
template <class M>
Estimate<double> inverse_riesz(const M& V, RowMatrix<detail::ScalarOf<M>>& inverse,
                               const Options& options = {}) {
  using S = detail::ScalarOf<M>;
  if constexpr (detail::accepts_metric<M, S>()) {
    inverse.resize(V.dim(), V.dim());
    return inverse_riesz<S>(MetricRef<S>(V), view(inverse), options);
  } else {
    return {};
  }
}

}  // namespace isotrace
