#include <isotrace/operators/deflated_form.hpp>

#include <utility>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/block_projection.hpp>
#include <lib/linalg/range_basis.hpp>

namespace isotrace {

namespace {

/// Q · orth(Q⁻¹U): V-orthonormal columns that span the range of U, as many as its numerical rank.
template <Scalar S>
RowMatrix<S> orthonormal_basis(MetricRef<S> metric, ConstBlockView<S> U) {
  if (U.cols == 0) return RowMatrix<S>(U.rows, 0);
  RowMatrix<S> pulled_back = eigen(U);
  metric.map(Isometry::inverse, view(pulled_back));
  RowMatrix<S> basis = range_basis<S>(pulled_back);
  if (basis.cols() == 0) return basis;  // U has rank 0
  metric.map(Isometry::forward, view(basis));
  return basis;
}

template <Scalar S>
void require_shape(FormRef<S> form, MetricRef<S> metric, ConstBlockView<S> U) {
  if (form.dim() != metric.dim()) {
    throw ShapeError("the form has dimension " + std::to_string(form.dim()) +
                     ", the metric dimension " + std::to_string(metric.dim()));
  }
  if (U.rows != metric.dim()) {
    throw ShapeError("the vectors to deflate have " + std::to_string(U.rows) + " rows, expected " +
                     std::to_string(metric.dim()) + ", the metric's dimension");
  }
  if (!eigen(U).allFinite()) throw NotFiniteError("the vectors to deflate hold a NaN or infinity");
}

/// X ← (I − L Rᴴ) X.
template <Scalar S>
void take_off(const RowMatrix<S>& L, const RowMatrix<S>& R, Workspace<S>& ws, BlockView<S> X) {
  if (L.cols() == 0) return;
  const auto coefficients = ws.block(L.cols(), X.cols);
  detail::take_off(detail::dense(view(L)), detail::dense(view(R)), X, coefficients.view());
}

}  // namespace

template <Scalar S>
DeflatedForm<S>::DeflatedForm(FormRef<S> form, MetricRef<S> metric, ConstBlockView<S> U)
    : form_(form) {
  require_shape(form, metric, U);
  basis_ = std::make_shared<const RowMatrix<S>>(orthonormal_basis(metric, U));
  RowMatrix<S> gram(basis_->rows(), basis_->cols());
  if (gram.size() > 0) metric.gram(view(*basis_), view(gram));
  gram_ = std::make_shared<const RowMatrix<S>>(std::move(gram));
}

/// Calls f with (I − P) X, P = ŨŨᴴV.
template <Scalar S>
template <class F>
void DeflatedForm<S>::with_rest(ConstBlockView<S> X, Workspace<S>& ws, F&& f) const {
  const auto rest = ws.block(X.rows, X.cols);
  eigen(rest.view()) = eigen(X);
  take_off(*basis_, *gram_, ws, rest.view());
  f(ConstBlockView<S>(rest));
}

template <Scalar S>
void DeflatedForm<S>::values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const {
  with_rest(X, ws, [&](ConstBlockView<S> rest) { form_.values(rest, ws, out); });
}

template <Scalar S>
void DeflatedForm<S>::apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  with_rest(X, ws, [&](ConstBlockView<S> rest) { form_.apply(rest, ws, Y); });
  take_off(*gram_, *basis_, ws, Y);  // (I − P)ᴴ = I − VŨŨᴴ
}

template <Scalar S>
void DeflatedForm<S>::apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  with_rest(X, ws, [&](ConstBlockView<S> rest) { form_.apply_adjoint(rest, ws, Y); });
  take_off(*gram_, *basis_, ws, Y);
}

#define INSTANTIATE(S) template class DeflatedForm<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
