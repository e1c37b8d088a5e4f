#pragma once

#include <algorithm>

#include "panel.hpp"

namespace isotrace {

// Where panels, column by column, become blocks, row by row, and blocks panels: some rows at a
// time, so that both sides stay in the first cache.

inline constexpr Index transposed_rows = 64;

/// x ← columns [first, first + x.cols) of X.
template <Scalar S, Scalar W>
void columns_to_block(const Panel<W>& X, Index first, BlockView<S> x) {
  for (Index begin = 0; begin < x.rows; begin += transposed_rows) {
    const Index end = std::min(begin + transposed_rows, x.rows);
    for (Index j = 0; j < x.cols; ++j) {
      const W* column = X.data() + (first + j) * X.rows();
      for (Index i = begin; i < end; ++i) x(i, j) = static_cast<S>(column[i]);
    }
  }
}

/// Columns [first, first + x.cols) of X ← x; whether all of its entries are finite.
template <Scalar S, Scalar W>
bool block_to_columns(BlockView<S> x, Panel<W>& X, Index first) {
  bool finite = true;
  for (Index begin = 0; begin < x.rows; begin += transposed_rows) {
    const Index count = std::min(transposed_rows, x.rows - begin);
    for (Index j = 0; j < x.cols; ++j) {
      W* column = X.data() + (first + j) * X.rows() + begin;
      for (Index i = 0; i < count; ++i) column[i] = static_cast<W>(x(begin + i, j));
      // 0·x is 0 for what is finite, and else NaN
      finite = finite && (X.col(first + j).segment(begin, count) * W(0)).sum() == W(0);
    }
  }
  return finite;
}

}  // namespace isotrace
