#pragma once

#include <isotrace/core/matrix_view.hpp>

namespace isotrace::detail {

/// What a pass over a sparse matrix shows of its lists (rows if row-major, else columns).
struct SparseStructure {
  bool hermitian = false;  ///< A = Aᴴ, every list sorted and without duplicates
  Index before = 0;        ///< max of i − k over the entries k of all lists i
  Index after = 0;         ///< max of k − i over these entries
};

/// One parallel pass, O(nnz). A = Aᴴ is tested by the sums of 64-bit hashes of (row, column, value)
/// on both sides of the diagonal: right for every Hermitian A, wrong with probability 2⁻⁶⁴ for
/// others.
template <Scalar S>
SparseStructure structure_of(SparseView<S> A);

/// Whether A = Aᴴ exactly. O(n²), in parallel; stops early if it is not.
template <Scalar S>
bool is_hermitian(DenseView<S> A);

}  // namespace isotrace::detail
