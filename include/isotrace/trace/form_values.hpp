#pragma once

#include <isotrace/laws/law.hpp>
#include <isotrace/operators/form_ref.hpp>

namespace isotrace {

/// The one place where probes become values: draws x from the law, carries it by the metric's
/// isometry to v = Q x and sets
///   values[j]        = a(v_j, v_j)
///   squared_norms[j] = ‖v_j‖²_V = ‖x_j‖²      (no product with V is needed: Q is an isometry)
/// for the j-th probe of the range. A sphere's scale multiplies the value, never the block. ws
/// holds everything in between. A form with a `sample` of its own (operators/form_ref.hpp) is asked
/// for it.
template <class S>
void form_values(FormRef<S> form, MetricRef<S> metric, const Law& law, const Stream& stream,
                 ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* squared_norms);

}  // namespace isotrace
