#pragma once

#include <isotrace/laws/law.hpp>
#include <isotrace/operators/form_ref.hpp>

namespace isotrace {

/// Draws probes x from the law, maps them to v = Q x by the metric's isometry, and sets
///   values[j]        = a(v_j, v_j)
///   squared_norms[j] = ‖v_j‖²_V = ‖x_j‖²      (Q is an isometry: no product with V is needed)
/// for the j-th probe of the range, which must be whole groups; both arrays hold probes.count
/// numbers. ws holds all intermediate blocks. If the form has a `sample` of its own
/// (operators/quadratic_form.hpp), that is tried first. A probe's scale multiplies the value and
/// not the block. Throws what draw_raw, the metric's map and the form's values throw.
template <class S>
void form_values(FormRef<S> form, MetricRef<S> metric, const Law& law, const Stream& stream,
                 ProbeRange probes, Workspace<S>& ws, Wide<S>* values, double* squared_norms);

}  // namespace isotrace
