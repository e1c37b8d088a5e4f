#include <isotrace/operators/composed_form.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace {

template <Scalar S>
ComposedForm<S>::ComposedForm(FormRef<S> form, OperatorRef<S> F) : form_(form), F_(F) {
  if (form.dim() != F.rows()) {
    throw ShapeError("the form has dimension " + std::to_string(form.dim()) +
                     ", the factor's range " + std::to_string(F.rows()));
  }
}

template <Scalar S>
void ComposedForm<S>::values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const {
  const auto FX = ws.block(F_.rows(), X.cols);
  F_.apply(X, FX);
  form_.values(FX, ws, out);
}

template <Scalar S>
void ComposedForm<S>::apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  const auto FX = ws.block(F_.rows(), X.cols);
  const auto AFX = ws.block(F_.rows(), X.cols);
  F_.apply(X, FX);
  form_.apply(FX, ws, AFX);
  F_.apply_adjoint(AFX, Y);
}

template <Scalar S>
void ComposedForm<S>::apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  const auto FX = ws.block(F_.rows(), X.cols);
  const auto AFX = ws.block(F_.rows(), X.cols);
  F_.apply(X, FX);
  form_.apply_adjoint(FX, ws, AFX);
  F_.apply_adjoint(AFX, Y);
}

#define INSTANTIATE(S) template class ComposedForm<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
