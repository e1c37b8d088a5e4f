#include <isotrace/operators/deflated_form.hpp>

#include <Eigen/QR>
#include <utility>
#include <vector>

#include "../metric/blas.hpp"

namespace isotrace {

namespace {

/// Q · orth(Q⁻¹U): V-orthonormal columns with the span of U's, as far as they differ.
template <Scalar S>
RowMatrix<S> orthonormal_basis(MetricRef<S> metric, ConstBlockView<S> U) {
  RowMatrix<S> pulled_back = eigen(U);
  metric.map(Isometry::inverse, view(pulled_back));
  const Eigen::ColPivHouseholderQR<ColMatrix<S>> qr{ColMatrix<S>(pulled_back)};
  const ColMatrix<S> Q = qr.householderQ() * ColMatrix<S>::Identity(pulled_back.rows(), qr.rank());
  RowMatrix<S> basis = Q;
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

/// Y ← (I − ŨŨᴴV) X, or its adjoint (I − VŨŨᴴ) X.
template <Scalar S>
void DeflatedForm<S>::take_off(ConstBlockView<S> X, BlockView<S> Y, bool adjoint) const {
  if (Y.data != X.data) eigen(Y) = eigen(X);
  if (rank() == 0) return;
  const RowMatrix<S>& left = adjoint ? *gram_ : *basis_;
  const RowMatrix<S>& right = adjoint ? *basis_ : *gram_;
  RowMatrix<S> coefficients(rank(), X.cols);
  detail::gemm(detail::Side::adjoint, detail::dense(view(right)), X, view(coefficients));
  RowMatrix<S> part(X.rows, X.cols);
  detail::gemm(detail::Side::itself, detail::dense(view(left)), view(std::as_const(coefficients)),
               view(part));
  eigen(Y) -= part;
}

template <Scalar S>
void DeflatedForm<S>::values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const {
  const auto memory = ws.pool().borrow(static_cast<std::size_t>(X.rows * X.cols) * sizeof(S));
  const BlockView<S> rest{static_cast<S*>(memory.data()), X.rows, X.cols, X.cols};
  take_off(X, rest, false);
  form_.values(rest, ws, out);
}

template <Scalar S>
void DeflatedForm<S>::apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  const auto memory = ws.pool().borrow(static_cast<std::size_t>(X.rows * X.cols) * sizeof(S));
  const BlockView<S> rest{static_cast<S*>(memory.data()), X.rows, X.cols, X.cols};
  take_off(X, rest, false);
  form_.apply(rest, ws, Y);
  take_off(Y, Y, true);
}

template <Scalar S>
void DeflatedForm<S>::apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  const auto memory = ws.pool().borrow(static_cast<std::size_t>(X.rows * X.cols) * sizeof(S));
  const BlockView<S> rest{static_cast<S*>(memory.data()), X.rows, X.cols, X.cols};
  take_off(X, rest, false);
  form_.apply_adjoint(rest, ws, Y);
  take_off(Y, Y, true);
}

template <Scalar S>
Wide<S> DeflatedForm<S>::trace_on_subspace() const {
  if (rank() == 0) return 0;
  Workspace<S> ws;
  std::vector<Wide<S>> values(static_cast<std::size_t>(rank()));
  form_.values(view(*basis_), ws, values.data());
  Wide<S> sum = 0;
  for (const Wide<S> value : values) sum += value;
  return sum;
}

template class DeflatedForm<float>;
template class DeflatedForm<double>;
template class DeflatedForm<std::complex<float>>;
template class DeflatedForm<std::complex<double>>;

}  // namespace isotrace
