#pragma once

#include <memory>

#include <isotrace/metric/matrix_view.hpp>
#include <isotrace/metric/metric.hpp>

namespace isotrace {

/// A sparse Hermitian positive definite V with P V Pᵀ = L Lᴴ, P fill-reducing: Q = Pᵀ L⁻ᴴ P.
/// Products O(nnz(L)) a column, in place. A column's result does not depend on the block that it is
/// in.
template <Scalar S>
class SparseMetric {
 public:
  using Scalar = S;

  /// Copies V (n×n, compressed, both triangles given). Throws as DenseMetric does.
  template <SparseMatrix M>
  requires std::same_as<typename M::Scalar, S>
  explicit SparseMetric(const M& V) : SparseMetric(matrix_view(V)) {}
  explicit SparseMetric(SparseView<S> V);

  Index dim() const;
  /// Nonzeros of the Cholesky factor L, its diagonal included.
  Index factor_nonzeros() const;
  double cost() const {
    return static_cast<double>(factor_nonzeros()) * cost::multiplications<S> * cost::sparse_entry;
  }
  void gram(ConstBlockView<S> x, BlockView<S> y) const;
  void map(Isometry which, BlockView<S> x) const;

 private:
  struct Factor;
  std::shared_ptr<const Factor> factor_;
};

static_assert(Metric<SparseMetric<double>, double>);

}  // namespace isotrace
