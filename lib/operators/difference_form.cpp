#include <isotrace/operators/difference_form.hpp>

#include <vector>

#include <lib/core/instantiate.hpp>

namespace isotrace {

template <Scalar S>
DifferenceForm<S>::DifferenceForm(FormRef<S> form, FormRef<S> approximation)
    : form_(form), approximation_(approximation) {
  if (form.dim() != approximation.dim()) {
    throw ShapeError("the form has dimension " + std::to_string(form.dim()) +
                     ", its approximation " + std::to_string(approximation.dim()));
  }
}

template <Scalar S>
void DifferenceForm<S>::values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const {
  std::vector<Wide<S>> taken(static_cast<std::size_t>(X.cols));
  approximation_.values(X, ws, taken.data());
  form_.values(X, ws, out);
  for (Index j = 0; j < X.cols; ++j) out[j] -= taken[static_cast<std::size_t>(j)];
}

namespace {

/// Y ← (first − second) X; each of the two calls overwrites its argument with a product with X.
template <Scalar S, class First, class Second>
void subtract(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y, First&& first,
              Second&& second) {
  const auto taken = ws.block(X.rows, X.cols);
  second(taken.view());
  first(Y);
  eigen(Y) -= eigen(taken.view());
}

}  // namespace

template <Scalar S>
void DifferenceForm<S>::apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  subtract<S>(
      X, ws, Y, [&](BlockView<S> y) { form_.apply(X, ws, y); },
      [&](BlockView<S> y) { approximation_.apply(X, ws, y); });
}

template <Scalar S>
void DifferenceForm<S>::apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  subtract<S>(
      X, ws, Y, [&](BlockView<S> y) { form_.apply_adjoint(X, ws, y); },
      [&](BlockView<S> y) { approximation_.apply_adjoint(X, ws, y); });
}

#define INSTANTIATE(S) template class DifferenceForm<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
