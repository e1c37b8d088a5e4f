#pragma once

#include <isotrace/operators/form_ref.hpp>

#include "jacobi_matrix.hpp"

namespace isotrace::detail {

/// Gershgorin's bounds min and max of a_ii ± Σ_(j≠i) |a_ij|, less and plus rounding, where V = I
/// and the form is a matrix at hand; else none. One pass over the entries.
template <Scalar S>
SpectrumBounds gershgorin_bounds(FormRef<S> form, MetricRef<S> metric);

}  // namespace isotrace::detail
