#pragma once

#include <isotrace/metric/metric.hpp>

namespace isotrace {

namespace detail {
/// With Q_C an isometry for C, Q = Q_C⁻ᴴ is one for V = C⁻¹: Q Qᴴ = (Q_C Q_Cᴴ)⁻¹ = C = V⁻¹.
constexpr Isometry dual(Isometry which) {
  switch (which) {
    case Isometry::forward: return Isometry::inverse_adjoint;
    case Isometry::adjoint: return Isometry::inverse;
    case Isometry::inverse: return Isometry::adjoint;
    case Isometry::inverse_adjoint: return Isometry::forward;
  }
  return which;
}
}  // namespace detail

/// The metric V = C⁻¹ given by its covariance C (Theorem 3.1, (3.3)), itself any metric. With a
/// Cholesky factor C = L Lᴴ its isometry is Q = L: sampling needs no solve. Nothing is inverted.
/// Its functions throw ShapeError for a block of another height.
template <class C>
  requires Metric<C, typename C::Scalar>
class CovarianceMetric {
 public:
  using Scalar = typename C::Scalar;

  explicit CovarianceMetric(C covariance) : covariance_(std::move(covariance)) {}

  Index dim() const { return covariance_.dim(); }
  double cost() const { return MetricRef<Scalar>(covariance_).cost(); }

  /// Y ← C⁻¹ X = Q_C Q_Cᴴ X.
  void gram(ConstBlockView<Scalar> x, BlockView<Scalar> y) const {
    detail::require_shapes<Scalar>(x, y, dim());
    eigen(y) = eigen(x);
    const MetricRef<Scalar> c(covariance_);
    c.map(Isometry::adjoint, y);
    c.map(Isometry::forward, y);
  }

  void map(Isometry which, BlockView<Scalar> x) const {
    detail::require_rows(x.rows, dim());
    MetricRef<Scalar>(covariance_).map(detail::dual(which), x);
  }

 private:
  C covariance_;
};

}  // namespace isotrace
