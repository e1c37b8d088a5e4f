#pragma once

#include <vector>

#include <isotrace/core/matrix_view.hpp>

#include "sparse_factor.hpp"

namespace isotrace::detail {

/// An entry of a sparse matrix.
template <Scalar S>
struct Entry {
  int row;
  int column;
  S value;
};

/// The entries of A that the pattern of L, or of Lᴴ, does not have. O(nnz(A)), or log n times that.
template <Scalar S>
std::vector<Entry<S>> entries_outside(const SparseFactor<S>& factor, SparseView<S> A);

/// Indices such that every entry has its row or its column among them, and the entries of each:
/// those of columns[k] are entries[begin[k]], …, entries[begin[k + 1] − 1].
template <Scalar S>
struct ColumnCover {
  std::vector<int> columns;
  std::vector<std::int64_t> begin;
  std::vector<Entry<S>> entries;
};

/// A cover by the index that has most uncovered entries, again and again. O(e log e) for e entries.
template <Scalar S>
ColumnCover<S> column_cover(const std::vector<Entry<S>>& entries, Index n);

/// V with zeros stored where A or its adjoint has entries.
template <Scalar S>
Eigen::SparseMatrix<S, Eigen::RowMajor> united_pattern(
    const Eigen::SparseMatrix<S, Eigen::RowMajor>& v, SparseView<S> A);

}  // namespace isotrace::detail
