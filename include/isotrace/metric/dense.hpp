#pragma once

#include <isotrace/core/kept.hpp>
#include <isotrace/core/matrix_argument.hpp>
#include <isotrace/metric/metric.hpp>

namespace isotrace {

/// The metric of a dense Hermitian positive definite matrix V = L Lᴴ, with Q = L⁻ᴴ. Setup takes
/// n³/3 flops (over ℝ), gram and map O(n²) per column; both throw ShapeError unless blocks have
/// dim() rows.
template <Scalar S>
class DenseMetric {
 public:
  using Scalar = S;

  /// Copies V: n×n, both triangles given; any dense matrix or expression whose entries convert to S
  /// without loss, or A.selfadjointView<Lower>(). Throws ShapeError if V is empty or not square,
  /// NotFiniteError for a NaN or infinity (with row and column), and MetricError if
  ///   |V_ij − conj V_ji| > 1e-12 √(V_ii V_jj)   (1e-5 in single precision), or
  ///   a Cholesky pivot is ≤ 10 n ε V_jj         (with its row, its value and the bound).
  template <MatrixExpression M>
  explicit DenseMetric(const M& V) : DenseMetric(detail::dense_argument<S>(V).view()) {}
  explicit DenseMetric(DenseView<S> V);

  Index dim() const;
  /// Half of a dense product, as the factor is triangular.
  double cost() const {
    const auto n = static_cast<double>(dim());
    return 0.5 * n * n * cost::multiplications<S> * cost::multiply_add;
  }
  void gram(ConstBlockView<S> x, BlockView<S> y) const;
  void map(Isometry which, BlockView<S> x) const;
  GramMatrix<S> gram_matrix() const;
  /// log det V and the diagonal of V⁻¹, the latter in O(n³); no rows.
  std::shared_ptr<const InverseEntries<S>> inverse_entries() const;

 private:
  struct Factor;
  class Entries;
  detail::Kept<Factor> factor_;
};

template <MatrixExpression M>
DenseMetric(const M&) -> DenseMetric<typename M::Scalar>;

static_assert(Metric<DenseMetric<double>, double>);

}  // namespace isotrace
