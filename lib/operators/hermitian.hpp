#pragma once

#include <isotrace/core/matrix_view.hpp>

namespace isotrace::detail {

/// What a pass over a sparse matrix tells of its lists (rows if row-major, else columns).
struct SparseStructure {
  bool hermitian = false;  ///< with every list sorted and without duplicates
  Index before = 0;        ///< max of i − k over entries k of lists i: how far they reach back
  Index after = 0;         ///< max of k − i
};

/// One pass in parallel, O(nnz). Whether A = Aᴴ is told by the sums of 64-bit hashes of (row,
/// column, value) on both sides of the diagonal: exact where it is so, and wrong with probability
/// 2⁻⁶⁴ else.
template <Scalar S>
SparseStructure structure_of(SparseView<S> A);

/// Whether A = Aᴴ exactly. O(n²), in parallel, and less where it is not.
template <Scalar S>
bool is_hermitian(DenseView<S> A);

}  // namespace isotrace::detail
