#include <isotrace/operators/form.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/parallel_for.hpp>
#include "dense_values.hpp"
#include "hermitian.hpp"
#include "sparse_values.hpp"

namespace isotrace {

namespace {

std::string shape(Index rows, Index cols) {
  return std::to_string(rows) + " x " + std::to_string(cols);
}

template <Scalar S>
void require_square(const OperatorRef<S>& A, const char* what) {
  if (A.rows() != A.cols()) {
    throw ShapeError(std::string(what) + " must be square, found " + shape(A.rows(), A.cols()));
  }
  if (A.rows() == 0) throw ShapeError(std::string(what) + " is empty (0 x 0)");
}

bool finite(double x) {
  return std::isfinite(x);
}
bool finite(std::complex<double> x) {
  return std::isfinite(x.real()) && std::isfinite(x.imag());
}

template <Scalar S>
bool all_finite(const Wide<S>* values, Index count) {
  return std::all_of(values, values + count, [](Wide<S> value) { return finite(value); });
}

/// Throws NotFiniteError naming the first row of Y that made a value of its column not finite.
/// Called on the products of an operator; a NaN or infinity in Y always reaches the value.
template <Scalar S>
void require_finite(ConstBlockView<S> Y, const Wide<S>* values) {
  for (Index j = 0; j < Y.cols; ++j) {
    if (finite(values[j])) continue;
    for (Index i = 0; i < Y.rows; ++i) {
      if (!finite(static_cast<Wide<S>>(Y(i, j)))) {
        throw NotFiniteError("the operator returned a NaN or infinity in row " +
                             std::to_string(i + 1) + " of " + std::to_string(Y.rows) + ", column " +
                             std::to_string(j + 1) + " of the block");
      }
    }
    throw NotFiniteError("the value of the form overflows in column " + std::to_string(j + 1) +
                         " of the block");
  }
}

}  // namespace

// a(u, v) = vᴴ A u

/// From so many values on, half the work of each is worth a look at all entries of a sparse matrix.
constexpr Index worth_a_look = 128;

/// Seen at the first use, and so in the estimator's own arena.
template <Scalar S>
struct OperatorForm<S>::Look {
  bool worth_it;  ///< to look at a sparse matrix only to find out whether one triangle is enough

  const detail::SparseStructure& structure(SparseView<S> A) {
    once([&] { seen_ = detail::structure_of(A); });
    return seen_;
  }
  bool hermitian(DenseView<S> A) {
    once([&] { seen_.hermitian = detail::is_hermitian(A); });
    return seen_.hermitian;
  }

 private:
  /// Isolated: a task of the caller's, taken up while waiting inside, would wait for this very
  /// look.
  template <class F>
  void once(F&& f) {
    isolated([&] { std::call_once(once_, f); });
  }

  std::once_flag once_;
  detail::SparseStructure seen_;
};

template <Scalar S>
OperatorForm<S>::OperatorForm(OperatorRef<S> A, Index expected_values)
    : A_(A), look_(std::make_shared<Look>()) {
  require_square(A, "the form");
  look_->worth_it = expected_values >= worth_a_look;
}

template <Scalar S>
void OperatorForm<S>::values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const {
  const auto dense = A_.dense();
  const auto sparse = A_.sparse();
  const auto by_product = [&] {
    const BlockView<S> Y = ws.block(0, X.rows, X.cols);
    A_.apply(X, Y);
    column_dots<S>(Y, X, out);
    require_finite<S>(Y, out);
  };
  if (dense && (!is_complex<S> || look_->hermitian(*dense))) {
    detail::dense_values(*dense, X, ws.pool(), out);
  } else if (sparse) {
    detail::sparse_values(*sparse, look_->structure(*sparse), X, out);
  } else if (A_.has_values()) {
    A_.values(X, out);
  } else {
    return by_product();
  }
  if (!all_finite<S>(out, X.cols)) by_product();  // which names the row
}

template <Scalar S>
FormCost OperatorForm<S>::cost() const {
  const auto n = static_cast<double>(dim());
  // the Hermitian part of a real dense matrix is half of it
  const double product = A_.dense() && !is_complex<S> ? 0.5 * A_.cost() : A_.cost();
  return {product + n * cost::cached_pass, A_.cost() + 2 * n * cost::cached_pass};
}

template <Scalar S>
bool OperatorForm<S>::packs_signs(MetricRef<S> metric, const Law& law) const {
  return !is_complex<S> && metric.identity() && A_.sparse() && std::holds_alternative<Signs>(law);
}

template <Scalar S>
Index OperatorForm<S>::preferred_block(MetricRef<S> metric, const Law& law) const {
  return packs_signs(metric, law) ? 64 : A_.preferred_block();
}

template <Scalar S>
bool OperatorForm<S>::sample(MetricRef<S> metric, const Law& law, const Stream& stream,
                             ProbeRange probes, Workspace<S>& ws, Wide<S>* values,
                             double* norms) const {
  const auto sparse = A_.sparse();
  if (!sparse || !metric.identity() || std::holds_alternative<Frame>(law)) return false;
  if (packs_signs(metric, law)) {
    if constexpr (!is_complex<S>) {
      const bool symmetric = look_->worth_it && look_->structure(*sparse).hermitian;
      detail::sample_signs(*sparse, symmetric, stream, probes, ws.pool(), values, norms);
    }
  } else {
    detail::sample_sparse(*sparse, look_->structure(*sparse), law, stream, probes, ws.pool(),
                          values, norms);
  }
  return all_finite<S>(values, probes.count);  // else the product will tell which row is not
}

template <Scalar S>
void OperatorForm<S>::apply(ConstBlockView<S> X, Workspace<S>&, BlockView<S> Y) const {
  A_.apply(X, Y);
}

template <Scalar S>
void OperatorForm<S>::apply_adjoint(ConstBlockView<S> X, Workspace<S>&, BlockView<S> Y) const {
  A_.apply_adjoint(X, Y);
}

// a(u, v) = (E u, v)_V = vᴴ V E u

template <Scalar S>
EndomorphismForm<S>::EndomorphismForm(OperatorRef<S> E, MetricRef<S> V) : E_(E), V_(V) {
  require_square(E, "the endomorphism");
  if (E.rows() != V.dim()) {
    throw ShapeError("the endomorphism has dimension " + std::to_string(E.rows()) +
                     ", the metric dimension " + std::to_string(V.dim()));
  }
}

template <Scalar S>
void EndomorphismForm<S>::values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const {
  const BlockView<S> EX = ws.block(0, X.rows, X.cols);
  const BlockView<S> VX = ws.block(1, X.rows, X.cols);
  E_.apply(X, EX);
  V_.gram(X, VX);
  column_dots<S>(EX, VX, out);
  require_finite<S>(EX, out);
}

template <Scalar S>
void EndomorphismForm<S>::apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  const BlockView<S> EX = ws.block(0, X.rows, X.cols);
  E_.apply(X, EX);
  V_.gram(EX, Y);
}

template <Scalar S>
void EndomorphismForm<S>::apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws,
                                        BlockView<S> Y) const {
  const BlockView<S> VX = ws.block(0, X.rows, X.cols);
  V_.gram(X, VX);
  E_.apply_adjoint(VX, Y);
}

// a(u, v) = (S u, T v)_W = vᴴ Tᴴ W S u

template <Scalar S>
ProductForm<S>::ProductForm(OperatorRef<S> S_map, OperatorRef<S> T_map, MetricRef<S> W)
    : S_(S_map), T_(T_map), W_(W), same_(false) {
  if (S_map.rows() != T_map.rows() || S_map.cols() != T_map.cols()) {
    throw ShapeError("the maps S and T must have one shape, found " +
                     shape(S_map.rows(), S_map.cols()) + " and " +
                     shape(T_map.rows(), T_map.cols()));
  }
  if (S_map.rows() == 0 || S_map.cols() == 0) {
    throw ShapeError("the map is empty (" + shape(S_map.rows(), S_map.cols()) + ")");
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

/// The greatest size of a part of every step-th entry.
template <Scalar S>
double greatest_part(const S* entries, Index count, Index step) {
  double greatest = 0;
  for (Index i = 0; i < count; i += step) {
    const Wide<S> entry(entries[i]);
    greatest = std::max({greatest, std::abs(std::real(entry)), std::abs(std::imag(entry))});
  }
  return greatest;
}

/// Of about so many of a matrix's entries; 0 for an operator that is none.
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
  // squares in single precision are taken of numbers up to 2^127, in double up to 2^1023
  constexpr int harmless = std::numeric_limits<Real<S>>::max_exponent / 5;
  constexpr Index some = 1024;  // entries, which tell in almost all cases
  const auto exponent = [](double size) { return size > 0 ? std::ilogb(size) : 0; };
  const double seen = greatest_part(T_, some);
  if (seen > 0 && std::abs(exponent(seen)) <= harmless) return 0;
  const int greatest = exponent(greatest_part(T_, std::numeric_limits<Index>::max()));
  return std::abs(greatest) > harmless ? -greatest : 0;
}

template <Scalar S>
void ProductForm<S>::values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const {
  const BlockView<S> SX = ws.block(0, S_.rows(), X.cols);
  const BlockView<S> WSX = ws.block(1, S_.rows(), X.cols);
  S_.apply(X, SX);
  scale(SX, exponent_);
  W_.gram(SX, WSX);
  if (same_) {
    column_dots<S>(WSX, SX, out);
  } else {
    const BlockView<S> TX = ws.block(2, S_.rows(), X.cols);
    T_.apply(X, TX);
    scale(TX, exponent_);
    column_dots<S>(WSX, TX, out);
    require_finite<S>(TX, out);
  }
  require_finite<S>(SX, out);
}

template <Scalar S>
void ProductForm<S>::apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  const BlockView<S> SX = ws.block(0, S_.rows(), X.cols);
  const BlockView<S> WSX = ws.block(1, S_.rows(), X.cols);
  S_.apply(X, SX);
  scale(SX, exponent_);
  W_.gram(SX, WSX);
  T_.apply_adjoint(WSX, Y);
  scale(Y, exponent_);
}

template <Scalar S>
void ProductForm<S>::apply_adjoint(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  const BlockView<S> TX = ws.block(0, S_.rows(), X.cols);
  const BlockView<S> WTX = ws.block(1, S_.rows(), X.cols);
  T_.apply(X, TX);
  scale(TX, exponent_);
  W_.gram(TX, WTX);
  S_.apply_adjoint(WTX, Y);
  scale(Y, exponent_);
}

#define INSTANTIATE(S)                \
  template class OperatorForm<S>;     \
  template class EndomorphismForm<S>; \
  template class ProductForm<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
