#pragma once

#include <lib/linalg/sparse_cholesky/factor.hpp>
#include <lib/linalg/sparse_cholesky/ordering.hpp>

namespace isotrace::detail {

/// V and its factor, as a sparse metric keeps them.
template <Scalar S>
struct SparseFactor {
  Eigen::SparseMatrix<S, Eigen::RowMajor> gram;  // V, exactly Hermitian
  Supernodes nodes;                              // of L
  Schedule schedule;
  PanelFactor<S> lower;  // Pᵀ L P
  Index nonzeros;        // of L, not counting zeros stored in its panels
  double operations;     // of the factorisation

  std::size_t gram_bytes() const {
    return static_cast<std::size_t>(gram.nonZeros()) * (sizeof(S) + sizeof(int)) +
           static_cast<std::size_t>(gram.rows() + 1) * sizeof(int);
  }
  std::size_t bytes() const { return gram_bytes() + nodes.bytes() + lower.bytes(); }
};

/// Factorises V in the given order, or in one that keeps the factor sparse. Throws as factorise
/// does.
template <Scalar S>
SparseFactor<S> sparse_factor(Eigen::SparseMatrix<S, Eigen::RowMajor> v, const Order& order,
                              const WalkOptions& options);

}  // namespace isotrace::detail
