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

namespace {

/// Y ← Fᴴ A F X, where product(x, y) sets y ← A x.
template <Scalar S, class Product>
void between(const OperatorRef<S>& F, ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y,
             const Product& product) {
  const auto FX = ws.block(F.rows(), X.cols);
  const auto AFX = ws.block(F.rows(), X.cols);
  F.apply(X, FX);
  product(FX.view(), AFX.view());
  F.apply_adjoint(AFX, Y);
}

}  // namespace

template <Scalar S>
void ComposedForm<S>::apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  between(F_, X, ws, Y, [&](BlockView<S> x, BlockView<S> y) { form_.apply(x, ws, y); });
}

template <Scalar S>
void ComposedForm<S>::apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  between(F_, X, ws, Y, [&](BlockView<S> x, BlockView<S> y) { form_.apply_adjoint(x, ws, y); });
}

#define INSTANTIATE(S) template class ComposedForm<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
