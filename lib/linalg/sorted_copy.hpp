#pragma once

#include <Eigen/SparseCore>

#include <algorithm>
#include <functional>
#include <vector>

#include <isotrace/core/matrix_view.hpp>

namespace isotrace::detail {

/// Whether the indices of every line are strictly ascending.
template <Scalar S>
bool ascending(SparseView<S> v) {
  const Index lines = v.row_major ? v.rows : v.cols;
  for (Index i = 0; i < lines; ++i) {
    const int* end = v.inner + v.outer[i + 1];
    if (std::adjacent_find(v.inner + v.outer[i], end, std::greater_equal<>()) != end) return false;
  }
  return true;
}

/// A copy with strictly ascending indices, in V's own storage order or the other; entries that are
/// given in parts are added up.
template <int Order, Scalar S>
Eigen::SparseMatrix<S, Order> sorted_copy(SparseView<S> v) {
  using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;
  using Columns = Eigen::SparseMatrix<S, Eigen::ColMajor>;
  if (ascending(v)) {
    if (v.row_major) {
      return Eigen::Map<const Rows>(v.rows, v.cols, v.nonzeros(), v.outer, v.inner, v.values);
    }
    return Eigen::Map<const Columns>(v.rows, v.cols, v.nonzeros(), v.outer, v.inner, v.values);
  }
  std::vector<Eigen::Triplet<S>> entries;
  entries.reserve(static_cast<std::size_t>(v.nonzeros()));
  const Index lines = v.row_major ? v.rows : v.cols;
  for (Index i = 0; i < lines; ++i) {
    for (int e = v.outer[i]; e < v.outer[i + 1]; ++e) {
      const Index k = v.inner[e];
      entries.emplace_back(v.row_major ? i : k, v.row_major ? k : i, v.values[e]);
    }
  }
  Eigen::SparseMatrix<S, Order> out(v.rows, v.cols);
  out.setFromTriplets(entries.begin(), entries.end());
  return out;
}

}  // namespace isotrace::detail
