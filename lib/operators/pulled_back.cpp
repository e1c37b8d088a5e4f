#include <isotrace/operators/pulled_back.hpp>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace {

template <Scalar S>
PulledBack<S>::PulledBack(FormRef<S> form, MetricRef<S> metric) : form_(form), metric_(metric) {
  if (form.dim() != metric.dim()) {
    throw ShapeError("the form has dimension " + std::to_string(form.dim()) +
                     ", the metric dimension " + std::to_string(metric.dim()));
  }
}

template <Scalar S>
void PulledBack<S>::apply(BlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  metric_.map(Isometry::forward, X);
  form_.apply(X, ws, Y);
  metric_.map(Isometry::adjoint, Y);
}

template <Scalar S>
void PulledBack<S>::apply_adjoint(BlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  metric_.map(Isometry::forward, X);
  form_.apply_adjoint(X, ws, Y);
  metric_.map(Isometry::adjoint, Y);
}

#define INSTANTIATE(S) template class PulledBack<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
