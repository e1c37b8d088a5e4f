#pragma once

#include <isotrace/metric/metric.hpp>

namespace isotrace {

namespace detail {
/// Which map of Q_C is the given map of Q = Q_C⁻ᴴ. If Q_C is an isometry for C, then Q is one for V
/// = C⁻¹: Q Qᴴ = (Q_C Q_Cᴴ)⁻¹ = C = V⁻¹.
constexpr Isometry dual(Isometry which) {
  switch (which) {
    case Isometry::forward: return Isometry::inverse_adjoint;
    case Isometry::adjoint: return Isometry::inverse;
    case Isometry::inverse: return Isometry::adjoint;
    case Isometry::inverse_adjoint: return Isometry::forward;
  }
  return which;
}

/// The entries of V⁻¹ = C. Null if C has no gram_matrix or no entries of its own, or is not
/// Euclidean.
template <class S>
std::shared_ptr<const InverseEntries<S>> entries_of_covariance(
    std::shared_ptr<const AnyMetric<S>> covariance);
}  // namespace detail

/// The metric V = C⁻¹ of a covariance C (Theorem 3.1, (3.3)), where C is given as a metric. Nothing
/// is inverted: for C = L Lᴴ the isometry is Q = L, so that sampling needs no solve. map costs what
/// a map of C costs, gram twice that. Both throw ShapeError unless blocks have dim() rows.
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

  /// Those of C, where C is a metric with a gram_matrix.
  std::shared_ptr<const InverseEntries<Scalar>> inverse_entries() const {
    return detail::entries_of_covariance(std::make_shared<const AnyMetric<Scalar>>(covariance_));
  }

 private:
  C covariance_;
};

}  // namespace isotrace
