#include "form_checks.hpp"

#include <cmath>

#include <isotrace/operators/form_ref.hpp>

#include <lib/core/finite.hpp>
#include <lib/core/instantiate.hpp>

namespace isotrace::detail {

template <Scalar S>
void require_finite(ConstBlockView<S> Y, const Wide<S>* values) {
  for (Index j = 0; j < Y.cols; ++j) {
    if (is_finite(values[j])) continue;
    for (Index i = 0; i < Y.rows; ++i) {
      if (!is_finite(static_cast<Wide<S>>(Y(i, j)))) {
        throw NotFiniteError("the operator returned a NaN or infinity in row " +
                             std::to_string(i + 1) + " of " + std::to_string(Y.rows) + ", column " +
                             std::to_string(j + 1) + " of the block");
      }
    }
    throw NotFiniteError("the value of the form overflows in column " + std::to_string(j + 1) +
                         " of the block");
  }
}

template <class S>
void values_of_product(ConstBlockView<S> Y, ConstBlockView<S> X, Wide<S>* out) {
  inner_products<S>(Y, X, out);
  require_finite<S>(Y, out);
}

#define INSTANTIATE(S)                                                \
  template void require_finite<S>(ConstBlockView<S>, const Wide<S>*); \
  template void values_of_product(ConstBlockView<S>, ConstBlockView<S>, Wide<S>*);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
