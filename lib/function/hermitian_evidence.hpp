#pragma once

#include <isotrace/operators/form_ref.hpp>

namespace isotrace::detail {

/// Throws OperatorError with xᴴAy and the conjugate of yᴴAx for two probes, if they differ by more
/// than rounding: then the form is not Hermitian. If they do not, a form that is not Hermitian has
/// escaped with probability zero. Two products.
template <Scalar S>
void require_hermitian(FormRef<S> form);

}  // namespace isotrace::detail
