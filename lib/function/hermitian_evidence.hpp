#pragma once

#include <isotrace/operators/form_ref.hpp>

namespace isotrace::detail {

/// Throws OperatorError with xᴴAy and the conjugate of yᴴAx for two probes, if they differ by more
/// than rounding, 100 ε ‖x‖‖Ay‖: then the form is not Hermitian. Two products.
template <Scalar S>
void require_hermitian(FormRef<S> form);

}  // namespace isotrace::detail
