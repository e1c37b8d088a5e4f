#include <isotrace/gradient/steepest_descent.hpp>

#include <fmt/format.h>

namespace isotrace::gradient {
namespace {

template <class S>
void check_same_shape(ConstBlockView<S> a, ConstBlockView<S> b) {
  if (a.rows == b.rows && a.cols == b.cols) return;
  throw ShapeError(fmt::format("the direction is {} × {}, the derivative {} × {}", b.rows, b.cols,
                               a.rows, a.cols));
}

/// X ← −V⁻¹X = −Q Qᴴ X.
template <class S>
void solve(MetricRef<S> metric, BlockView<S> x) {
  if (!metric.identity()) {
    metric.map(Isometry::adjoint, x);
    metric.map(Isometry::forward, x);
  }
  eigen(x) = -eigen(x);
}

}  // namespace

template <class S>
void steepest_descent(MetricRef<S> metric, ConstBlockView<S> derivative, BlockView<S> direction) {
  check_same_shape<S>(derivative, direction);
  detail::require_rows(derivative.rows, metric.dim());
  if (direction.data != derivative.data) eigen(direction) = eigen(derivative);
  solve(metric, direction);
}

template <class S>
void steepest_descent(MetricRef<S> X, MetricRef<S> Y, ConstBlockView<S> G, BlockView<S> direction) {
  check_same_shape<S>(G, direction);
  if (G.rows != Y.dim() || G.cols != X.dim()) {
    throw ShapeError(
        fmt::format("the derivative is {} × {}, expected {} × {} by the metrics of the outputs and "
                    "of the inputs",
                    G.rows, G.cols, Y.dim(), X.dim()));
  }
  if (X.identity()) {
    if (direction.data != G.data) eigen(direction) = eigen(G);
  } else {
    const RowMatrix<S> transposed = eigen(G).transpose();
    RowMatrix<S> product(transposed.rows(), transposed.cols());
    X.gram(view(transposed), view(product));
    eigen(direction) = product.transpose();
  }
  solve(Y, direction);
}

#define INSTANTIATE(S)                                                           \
  template void steepest_descent(MetricRef<S>, ConstBlockView<S>, BlockView<S>); \
  template void steepest_descent(MetricRef<S>, MetricRef<S>, ConstBlockView<S>, BlockView<S>);
INSTANTIATE(float)
INSTANTIATE(double)

}  // namespace isotrace::gradient
