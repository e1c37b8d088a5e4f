#pragma once

#include <isotrace/operators/form.hpp>

namespace isotrace::test {

/// The form of a matrix without its entries, so that estimates to a tolerance are not replaced by
/// sums over entries.
template <class M>
FormRef<typename M::Scalar> by_products(const M& A) {
  using S = typename M::Scalar;
  return FormRef<S>(OperatorForm<S>(OperatorRef<S>(A))).by_products();
}

}  // namespace isotrace::test
