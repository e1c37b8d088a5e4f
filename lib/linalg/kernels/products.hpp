#pragma once

#include "blocks.hpp"

namespace isotrace::detail {

/// A compressed sparse matrix as lists, its rows (CSR) or columns (CSC). List i has the indices
/// inner[outer[i]], … and as many values. Over ℂ a value is two reals.
template <class R>
struct SparseLists {
  const int* outer;
  const int* inner;
  const R* values;
  std::ptrdiff_t size;  ///< number of lists
};

/// The product kernels of one instruction set for one scalar type; R is its real type.
template <class R>
struct ProductKernels {
  /// y_i ← Σ_k a_ik x_k over the entries of list i: CSR times X.
  using Gather = void (*)(SparseLists<R> a, RealBlock<const R> x, RealBlock<R> y);
  Gather gather;
  Gather gather_conjugated;  ///< conj(a_ik): the adjoint of CSC times X
  /// y_i += a_ik x_k over the entries of every list k, from y = 0: CSC times X. y has `rows` rows.
  using Scatter = void (*)(SparseLists<R> a, RealBlock<const R> x, RealBlock<R> y,
                           std::ptrdiff_t rows);
  Scatter scatter;
  Scatter scatter_conjugated;  ///< conj(a_ik): the adjoint of CSR times X
};

}  // namespace isotrace::detail
