#pragma once

#include <isotrace/metric/metric.hpp>
#include <isotrace/operators/operator_ref.hpp>

namespace isotrace {

/// What a form is made of: A = first, W first, or 4ᵏ secondᴴ W first with k = exponent. Refers to
/// parts of the form.
template <Scalar S>
struct AssembledForm {
  const OperatorRef<S>* first = nullptr;
  const OperatorRef<S>* second = nullptr;
  const MetricRef<S>* W = nullptr;
  int exponent = 0;
};

}  // namespace isotrace
