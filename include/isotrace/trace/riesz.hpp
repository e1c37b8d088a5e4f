#pragma once

#include <isotrace/metric/metric.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

namespace isotrace {

/// The inverse Riesz map by averaging: V⁻¹ = n · mean(v vᴴ / ‖v‖²_V) (Theorem 3.2, (3.4)).
/// options.matvecs is the number of probes (no operator is applied). Every probe is divided by its
/// norm, whether or not options.normalised is set. Writes the n×n estimate of V⁻¹ to inverse,
/// unless inverse.data is null. The value is the error of the pulled-back mean, ‖n·mean(x xᴴ/‖x‖²)
/// − I‖_F, whose root mean square is √(n(n−1)/N) for N independent probes; standard_error and the
/// interval are NaN, since a single realisation has none. O(n²) per probe.
/// Throws OptionError (both sizes) if two n×n matrices and a block of probes (options.block
/// columns, by default 256) do not fit into options.memory, if the law is not invariant, for fewer
/// probes than one group, and for a tolerance, a store or a method other than Hutchinson's;
/// ShapeError if inverse is not n×n.
template <class S>
Estimate<double> inverse_riesz(MetricRef<S> metric, BlockView<S> inverse, const Options& options);

/// Computes only the error.
template <class S>
Estimate<double> inverse_riesz(MetricRef<S> metric, const Options& options) {
  return inverse_riesz<S>(metric, BlockView<S>{}, options);
}

/// The same with the scalar deduced from the metric, and an Eigen matrix that is resized to n×n.
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
