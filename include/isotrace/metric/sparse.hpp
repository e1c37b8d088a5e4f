#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include <isotrace/core/kept.hpp>
#include <isotrace/core/matrix_argument.hpp>
#include <isotrace/core/stop.hpp>
#include <isotrace/metric/metric.hpp>

namespace isotrace {

/// How a sparse metric is factorised. No result depends on the number of threads.
struct FactorOptions {
  std::vector<int> order = {};  ///< a caller's own order: row order[k] is eliminated k-th
  std::size_t memory = 0;       ///< bytes; 0: those of the machine
  int threads = 0;              ///< 0: the caller's TBB arena
  Stop stop = {};               ///< asks the factorisation to stop
  std::function<void(Index, Index)> progress =
      {};  ///< (operations done, all), one thread at a time
};

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
  /// DenseMetric does; besides OptionError if options.order is no permutation of the rows, if the
  /// factorisation needs more than options.memory (before it begins), or for negative threads, and
  /// Interrupted if options.stop asked for it.
  template <MatrixExpression M>
  explicit SparseMetric(const M& V, const FactorOptions& options = {})
      : SparseMetric(detail::sparse_argument<S>(V).view(), options) {}
  explicit SparseMetric(SparseView<S> V, const FactorOptions& options = {});

  Index dim() const;
  /// Number of nonzeros of the Cholesky factor L, its diagonal included.
  Index factor_nonzeros() const;
  /// Bytes that the metric holds: V and L.
  std::size_t factor_bytes() const;
  /// Multiplications and additions of the factorisation, over ℂ complex ones: Σ_j c_j² over the
  /// numbers c_j of nonzeros of the columns of L.
  double factor_operations() const;
  double cost() const {
    return static_cast<double>(factor_nonzeros()) * cost::multiplications<S> * cost::sparse_entry;
  }
  double gram_cost() const;
  void gram(ConstBlockView<S> x, BlockView<S> y) const;
  void map(Isometry which, BlockView<S> x) const;
  GramMatrix<S> gram_matrix() const;
  /// Entries by the elimination walked backwards, at about twice the operations of the
  /// factorisation.
  std::shared_ptr<const InverseEntries<S>> inverse_entries() const;

 private:
  struct Factor;
  detail::Kept<Factor> factor_;
};

template <MatrixExpression M>
SparseMetric(const M&) -> SparseMetric<typename M::Scalar>;

static_assert(Metric<SparseMetric<double>, double>);

}  // namespace isotrace
