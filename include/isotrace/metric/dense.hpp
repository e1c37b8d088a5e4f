#pragma once

#include <memory>

#include <isotrace/metric/matrix_view.hpp>
#include <isotrace/metric/metric.hpp>

namespace isotrace {

/// A dense Hermitian positive definite V = L Lᴴ: Q = L⁻ᴴ. Setup O(n³/3), products O(n²) a column.
template <Scalar S>
class DenseMetric {
 public:
  using Scalar = S;

  /// Copies V (n×n, any storage order, both triangles given). Throws ShapeError if V is empty or not
  /// square, NotFiniteError for a NaN or infinity (row, column), MetricError if
  ///   |V_ij − conj V_ji| > 1e-12 √(V_ii V_jj)   (1e-5 in single precision), or a Cholesky pivot is
  ///   ≤ 10 n ε V_jj                              (which pivot, its value, the bound).
  template <DenseMatrix M>
    requires std::same_as<typename M::Scalar, S>
  explicit DenseMetric(const M& V) : DenseMetric(matrix_view(V)) {}
  explicit DenseMetric(DenseView<S> V);

  Index dim() const;
  /// Half a product.
  double cost() const {
    const auto n = static_cast<double>(dim());
    return 0.5 * n * n * cost::multiplications<S> * cost::multiply_add;
  }
  void gram(ConstBlockView<S> x, BlockView<S> y) const;
  void map(Isometry which, BlockView<S> x) const;

 private:
  struct Factor;
  std::shared_ptr<const Factor> factor_;
};

static_assert(Metric<DenseMetric<double>, double>);

}  // namespace isotrace
