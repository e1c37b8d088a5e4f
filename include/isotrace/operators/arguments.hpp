#pragma once

#include <isotrace/operators/form.hpp>

namespace isotrace::detail {

// What the front doors, which take anything, say in one sentence of what they cannot use.

/// Whether Op is an operator and M a metric over M's scalar.
template <class Op, class M>
constexpr bool accepts() {
  using S = ScalarOf<M>;
  if constexpr (accepts_metric<M, S>()) {
    return accepts_operator<Op, S>();
  } else {
    return false;
  }
}

/// Whether F is a form and M a metric over the same scalar.
template <class F, class M>
constexpr bool accepts_in_metric() {
  using S = ScalarOf<F>;
  if constexpr (accepts_form<F, S>()) {
    return accepts_metric<M, S>();
  } else {
    return false;
  }
}

}  // namespace isotrace::detail
