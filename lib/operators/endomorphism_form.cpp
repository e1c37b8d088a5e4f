#include <isotrace/operators/endomorphism_form.hpp>

#include <lib/core/instantiate.hpp>
#include "form_checks.hpp"

namespace isotrace {

template <Scalar S>
EndomorphismForm<S>::EndomorphismForm(OperatorRef<S> E, MetricRef<S> V) : E_(E), V_(V) {
  detail::require_square(E, "the endomorphism");
  if (E.rows() != V.dim()) {
    throw ShapeError("the endomorphism has dimension " + std::to_string(E.rows()) +
                     ", the metric dimension " + std::to_string(V.dim()));
  }
}

template <Scalar S>
void EndomorphismForm<S>::values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const {
  const auto EX = ws.block(X.rows, X.cols);
  const auto VX = ws.block(X.rows, X.cols);
  E_.apply(X, EX);
  V_.gram(X, VX);
  inner_products<S>(EX, VX, out);
  detail::require_finite<S>(EX, out);
}

template <Scalar S>
void EndomorphismForm<S>::apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  const auto EX = ws.block(X.rows, X.cols);
  E_.apply(X, EX);
  V_.gram(EX, Y);
}

template <Scalar S>
void EndomorphismForm<S>::apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws,
                                        BlockView<S> Y) const {
  const auto VX = ws.block(X.rows, X.cols);
  V_.gram(X, VX);
  E_.apply_adjoint(VX, Y);
}

#define INSTANTIATE(S) template class EndomorphismForm<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
