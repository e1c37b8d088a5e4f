#pragma once

#include <isotrace/core/kept.hpp>
#include <isotrace/core/matrix_argument.hpp>
#include <isotrace/metric/metric.hpp>

namespace isotrace {

/// The metric of a sparse Hermitian positive definite matrix V with P V Pᵀ = L Lᴴ, P a
/// fill-reducing permutation, and Q = Pᵀ L⁻ᴴ P. gram takes O(nnz(V)) per column, map O(nnz(L)), in
/// place; both throw ShapeError unless blocks have dim() rows. The result of a column does not
/// depend on the other columns of its block.
template <Scalar S>
class SparseMetric {
 public:
  using Scalar = S;

  /// Copies V: n×n, both triangles given; any sparse matrix or expression whose entries convert to
  /// S without loss: K - alpha * M, K.selfadjointView<Lower>(), w.asDiagonal(), …. Throws as
  /// DenseMetric does.
  template <MatrixExpression M>
  explicit SparseMetric(const M& V) : SparseMetric(detail::sparse_argument<S>(V).view()) {}
  explicit SparseMetric(SparseView<S> V);

  Index dim() const;
  /// Number of nonzeros of the Cholesky factor L, its diagonal included.
  Index factor_nonzeros() const;
  double cost() const {
    return static_cast<double>(factor_nonzeros()) * cost::multiplications<S> * cost::sparse_entry;
  }
  double gram_cost() const;
  void gram(ConstBlockView<S> x, BlockView<S> y) const;
  void map(Isometry which, BlockView<S> x) const;

 private:
  struct Factor;
  detail::Kept<Factor> factor_;
};

template <MatrixExpression M>
SparseMetric(const M&) -> SparseMetric<typename M::Scalar>;

static_assert(Metric<SparseMetric<double>, double>);

}  // namespace isotrace
