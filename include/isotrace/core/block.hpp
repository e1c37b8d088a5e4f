#pragma once

#include <isotrace/core/scalar.hpp>

namespace isotrace {

namespace detail {
/// p + k, or null if p is: an empty matrix has no storage.
template <class T>
constexpr T* offset(T* p, Index k) {
  return p == nullptr ? nullptr : p + k;
}
}  // namespace detail

/// A non-owning, read-only view of a row-major rows×cols block: entry (i, j) is data[i * stride +
/// j]. Each column is a probe. Free of Eigen types, since it crosses the boundary of the compiled
/// library.
template <Scalar S>
struct ConstBlockView {
  const S* data = nullptr;
  Index rows = 0;
  Index cols = 0;
  Index stride = 0;  ///< distance between rows, at least cols

  const S* row(Index i) const { return data + i * stride; }
  const S& operator()(Index i, Index j) const { return data[i * stride + j]; }

  /// Columns [first, first + count).
  ConstBlockView columns(Index first, Index count) const {
    return {detail::offset(data, first), rows, count, stride};
  }
  /// Rows [first, first + count).
  ConstBlockView row_range(Index first, Index count) const {
    return {detail::offset(data, first * stride), count, cols, stride};
  }
};

/// The writable counterpart of ConstBlockView.
template <Scalar S>
struct BlockView {
  S* data = nullptr;
  Index rows = 0;
  Index cols = 0;
  Index stride = 0;  ///< distance between rows, at least cols

  S* row(Index i) const { return data + i * stride; }
  S& operator()(Index i, Index j) const { return data[i * stride + j]; }

  /// Columns [first, first + count).
  BlockView columns(Index first, Index count) const {
    return {detail::offset(data, first), rows, count, stride};
  }
  /// Rows [first, first + count).
  BlockView row_range(Index first, Index count) const {
    return {detail::offset(data, first * stride), count, cols, stride};
  }

  operator ConstBlockView<S>() const { return {data, rows, cols, stride}; }
};

}  // namespace isotrace
