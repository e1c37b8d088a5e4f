#pragma once

#include <algorithm>

#include "panel.hpp"

namespace isotrace {

// Conversion between column-major panels and row-major blocks: some rows at a time, so that both
// sides stay in the first-level cache, in tiles that stay in registers.

namespace detail {

inline constexpr Index transposed_rows = 16;
inline constexpr Index tile = 4;

/// to[j·to_stride + i] ← from[i·from_stride + j], i < rows and j < cols.
template <class From, class To>
void transpose(const From* from, Index from_stride, Index rows, Index cols, To* to,
               Index to_stride) {
  const auto piece = [&](Index i, Index j, Index height, Index width) {
    for (Index q = 0; q < width; ++q) {
      for (Index p = 0; p < height; ++p) {
        to[(j + q) * to_stride + i + p] = static_cast<To>(from[(i + p) * from_stride + j + q]);
      }
    }
  };
  const Index whole_rows = rows - rows % tile;
  const Index whole_cols = cols - cols % tile;
  for (Index j = 0; j < whole_cols; j += tile) {
    for (Index i = 0; i < whole_rows; i += tile) {
      To numbers[tile][tile];
      for (Index p = 0; p < tile; ++p) {
        const From* row = from + (i + p) * from_stride + j;
        for (Index q = 0; q < tile; ++q) numbers[q][p] = static_cast<To>(row[q]);
      }
      for (Index q = 0; q < tile; ++q) {
        std::copy_n(numbers[q], tile, to + (j + q) * to_stride + i);
      }
    }
  }
  piece(whole_rows, 0, rows - whole_rows, cols);
  piece(0, whole_cols, whole_rows, cols - whole_cols);
}

/// Calls f(begin, count) for `transposed_rows` rows at a time.
template <class F>
void for_transposed_rows(Index rows, F&& f) {
  for (Index begin = 0; begin < rows; begin += transposed_rows) {
    f(begin, std::min(transposed_rows, rows - begin));
  }
}

}  // namespace detail

/// x ← columns [first, first + x.cols) of X.
template <Scalar S, Scalar W>
void columns_to_block(const Panel<W>& X, Index first, BlockView<S> x) {
  detail::for_transposed_rows(x.rows, [&](Index begin, Index count) {
    detail::transpose(X.data() + first * X.rows() + begin, X.rows(), x.cols, count,
                      x.data + begin * x.stride, x.stride);
  });
}

/// Columns [first, first + x.cols) of X ← x. Returns whether all entries are finite.
template <Scalar S, Scalar W>
bool block_to_columns(ConstBlockView<S> x, Panel<W>& X, Index first) {
  bool finite = true;
  detail::for_transposed_rows(x.rows, [&](Index begin, Index count) {
    detail::transpose(x.data + begin * x.stride, x.stride, count, x.cols,
                      X.data() + first * X.rows() + begin, X.rows());
    // 0·x is 0 for a finite x, else NaN
    finite = finite && (eigen(x.row_range(begin, count)) * S(0)).sum() == S(0);
  });
  return finite;
}

}  // namespace isotrace
