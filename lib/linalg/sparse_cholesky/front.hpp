#pragma once

#include <algorithm>
#include <cstddef>

#include <isotrace/core/block.hpp>

#include <lib/parallel/parallel_for.hpp>

namespace isotrace::detail {

/// The frontal matrix of a supernode: a dense square by rows, over the supernode's rows.
template <Scalar S>
struct Front {
  S* data;
  std::ptrdiff_t stride;
  int size;

  S* row(int i) const { return data + i * stride; }
  /// Rows [row, row + rows) and columns [col, col + cols).
  BlockView<S> block(int row, int rows, int col, int cols) const {
    return {data + row * stride + col, rows, cols, stride};
  }

  /// The distance between the rows of a front: whole cache lines.
  static std::ptrdiff_t padded(int size) {
    constexpr int line = 64 / static_cast<int>(sizeof(S));
    return (size + line - 1) / line * line;
  }
  static std::size_t entries(int size) { return static_cast<std::size_t>(size) * padded(size); }
};

/// Entries of the upper triangle of a square matrix, packed by rows.
inline std::size_t packed(int size) {
  return static_cast<std::size_t>(size) * (static_cast<std::size_t>(size) + 1) / 2;
}

/// Calls body(first, count) for the tiles of [0, size), in order or in parallel. The tiles are the
/// same in both cases.
template <class Body>
void for_tiles(bool parallel, int size, int tile, const Body& body) {
  const int tiles = (size + tile - 1) / tile;
  const auto one = [&](Index t) {
    const int first = static_cast<int>(t) * tile;
    body(first, std::min(tile, size - first));
  };
  if (parallel && tiles > 1) return parallel_for(tiles, one);
  for (int t = 0; t < tiles; ++t) one(t);
}

}  // namespace isotrace::detail
