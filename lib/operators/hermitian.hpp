#pragma once

#include <isotrace/metric/matrix_view.hpp>

namespace isotrace::detail {

/// What a pass over a sparse matrix tells of its lists (rows if row-major, else columns).
struct SparseStructure {
  bool hermitian = false;  ///< exactly, with every list sorted and without duplicates
  Index before = 0;        ///< max of i − k over entries k of lists i: how far they reach back
  Index after = 0;         ///< max of k − i
};

/// O(nnz log(nnz/n)), in parallel.
template <Scalar S>
SparseStructure structure_of(SparseView<S> A);

/// Whether A = Aᴴ exactly. O(n²), in parallel, and less where it is not.
template <Scalar S>
bool is_hermitian(DenseView<S> A);

}  // namespace isotrace::detail
