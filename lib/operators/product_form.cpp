#include <isotrace/operators/product_form.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include <isotrace/core/eigen_views.hpp>

#include <lib/core/instantiate.hpp>
#include "form_checks.hpp"

namespace isotrace {

template <Scalar S>
ProductForm<S>::ProductForm(OperatorRef<S> S_map, OperatorRef<S> T_map, MetricRef<S> W)
    : S_(S_map), T_(T_map), W_(W), same_(false) {
  if (S_map.rows() != T_map.rows() || S_map.cols() != T_map.cols()) {
    throw ShapeError("the maps S and T must have one shape, found " +
                     detail::shape(S_map.rows(), S_map.cols()) + " and " +
                     detail::shape(T_map.rows(), T_map.cols()));
  }
  if (S_map.rows() == 0 || S_map.cols() == 0) {
    throw ShapeError("the map is empty (" + detail::shape(S_map.rows(), S_map.cols()) + ")");
  }
  if (S_map.rows() != W.dim()) {
    throw ShapeError("the map has " + std::to_string(S_map.rows()) +
                     " rows, the codomain's metric dimension " + std::to_string(W.dim()));
  }
}

template <Scalar S>
ProductForm<S>::ProductForm(OperatorRef<S> T_map, MetricRef<S> W) : ProductForm(T_map, T_map, W) {
  same_ = true;
}

namespace {

/// The greatest magnitude of a real or imaginary part among every step-th entry.
template <Scalar S>
double greatest_part(const S* entries, Index count, Index step) {
  double greatest = 0;
  for (Index i = 0; i < count; i += step) {
    const Wide<S> entry(entries[i]);
    greatest = std::max({greatest, std::abs(std::real(entry)), std::abs(std::imag(entry))});
  }
  return greatest;
}

/// The same for about `some` entries of a matrix; 0 for an operator that is not a matrix.
template <Scalar S>
double greatest_part(const OperatorRef<S>& T, Index some) {
  if (const auto sparse = T.sparse()) {
    const Index count = sparse->nonzeros();
    return greatest_part(sparse->values, count, 1 + count / some);
  }
  const auto dense = T.dense();
  if (!dense) return 0;
  const Index lines = dense->row_major ? dense->rows : dense->cols;
  const Index length = dense->row_major ? dense->cols : dense->rows;
  double greatest = 0;
  for (Index i = 0; i < lines; i += 1 + lines * length / some / length) {
    greatest = std::max(greatest, greatest_part(dense->data + i * dense->stride, length,
                                                1 + std::min(length, lines * length / some)));
  }
  return greatest;
}

/// X ← 2ᵏX.
template <Scalar S>
void scale(BlockView<S> X, int exponent) {
  if (exponent == 0) return;
  const int half = exponent / 2;  // 2ᵏ may itself be out of range
  eigen(X) *= std::ldexp(Real<S>(1), half);
  eigen(X) *= std::ldexp(Real<S>(1), exponent - half);
}

}  // namespace

template <Scalar S>
ProductForm<S> ProductForm<S>::scaled(int exponent) const {
  ProductForm form = *this;
  form.exponent_ += exponent;
  return form;
}

template <Scalar S>
int ProductForm<S>::harmless_exponent() const {
  // entries between 2^−harmless and 2^harmless have squares well within the range of Real<S>
  constexpr int harmless = std::numeric_limits<Real<S>>::max_exponent / 5;
  constexpr Index some = 1024;  // entries, enough in almost all cases
  const auto exponent = [](double size) { return size > 0 ? std::ilogb(size) : 0; };
  const double seen = greatest_part(T_, some);
  if (seen > 0 && std::abs(exponent(seen)) <= harmless) return 0;
  const int greatest = exponent(greatest_part(T_, std::numeric_limits<Index>::max()));
  return std::abs(greatest) > harmless ? -greatest : 0;
}

template <Scalar S>
void ProductForm<S>::values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const {
  const auto SX = ws.block(S_.rows(), X.cols);
  const auto WSX = ws.block(S_.rows(), X.cols);
  S_.apply(X, SX);
  scale<S>(SX, exponent_);
  W_.gram(SX, WSX);
  if (same_) {
    inner_products<S>(WSX, SX, out);
  } else {
    const auto TX = ws.block(S_.rows(), X.cols);
    T_.apply(X, TX);
    scale<S>(TX, exponent_);
    inner_products<S>(WSX, TX, out);
    detail::require_finite<S>(TX, out);
  }
  detail::require_finite<S>(SX, out);
}

namespace {

/// Y ← 4ᵏ Rᴴ W L X, k = exponent.
template <Scalar S>
void multiply_through(const OperatorRef<S>& L, const OperatorRef<S>& R, const MetricRef<S>& W,
                      int exponent, ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) {
  const auto LX = ws.block(L.rows(), X.cols);
  const auto WLX = ws.block(L.rows(), X.cols);
  L.apply(X, LX);
  scale<S>(LX, exponent);
  W.gram(LX, WLX);
  R.apply_adjoint(WLX, Y);
  scale(Y, exponent);
}

}  // namespace

template <Scalar S>
void ProductForm<S>::apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  multiply_through(S_, T_, W_, exponent_, X, ws, Y);
}

template <Scalar S>
void ProductForm<S>::apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  multiply_through(T_, S_, W_, exponent_, X, ws, Y);
}

#define INSTANTIATE(S) template class ProductForm<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
