#pragma once

#include "panels.hpp"
#include "tiles.hpp"

// Tiles of the rows of a block, combined with a panel of a factor, for the kernels of triangular
// solves and products.
namespace isotrace::detail::ISOTRACE_ISA {
namespace {

/// Vectors of a row processed at once for W columns of L: the W sums of each vector, over ℂ twice
/// as many, stay in registers.
template <bool Complex, int W>
constexpr int tile_vectors() {
  constexpr int sums = W * (Complex ? 2 : 1);
  constexpr int registers = vector_bytes == 64 ? 16 : 8;
  int vectors = 1;
  while (vectors < 8 && 2 * vectors * sums <= registers) vectors *= 2;
  return vectors;
}

/// One panel of L and the rows of the block that it reads and writes.
template <class R, bool Complex, int W>
struct View {
  static constexpr int parts = Complex ? 2 : 1;
  const R* inverse;    // 1/L_jj
  const R* triangle;   // L_JJ by rows
  const R* rectangle;  // L_RJ by rows
  const std::int32_t* rows;
  std::int64_t below;
  R* x;
  std::ptrdiff_t stride;

  View(const PanelList<R>& list, const FactorPanel& panel, RealBlock<R> block)
      : inverse(list.values + panel.values),
        triangle(inverse + W),
        rectangle(triangle + W * W * parts),
        rows(list.rows + panel.rows),
        below(panel.below),
        x(block.data),
        stride(block.stride) {}

  const R* l(int i, int j) const { return triangle + (i * W + j) * parts; }
  const R* l_below(std::int64_t k) const { return rectangle + k * W * parts; }
  R* row(int j) const { return x + rows[j] * stride; }
  R* row_below(std::int64_t k) const { return x + rows[W + k] * stride; }
};

/// x_J + Sign · Σ_i conj(l_iJ) x_i. Over ℂ, products with Re l and Im l are summed separately.
template <class R, bool Complex, int W, int Sign, class Tile>
struct Sums {
  static constexpr int N = Tile::vectors;
  Vector<R> by_re[W][N];
  Vector<R> by_im[Complex ? W : 1][N];

  /// Adds row x of the tile times l[0], l[1], … to the sums of the first `Width` columns.
  template <int Width = W>
  inline __attribute__((always_inline)) void add(const R* l, const R* x, const Tile& tile) {
#pragma GCC unroll 8
    for (int v = 0; v < N; ++v) {
      const Vector<R> row = tile.load(x, v);
#pragma GCC unroll 8
      for (int j = 0; j < Width; ++j) {
        if constexpr (Complex) {
          if constexpr (Sign > 0) {
            by_re[j][v] += l[2 * j] * row;
            by_im[j][v] -= l[2 * j + 1] * row;
          } else {
            by_re[j][v] -= l[2 * j] * row;
            by_im[j][v] += l[2 * j + 1] * row;
          }
        } else if constexpr (Sign > 0) {
          by_re[j][v] += l[j] * row;
        } else {
          by_re[j][v] -= l[j] * row;
        }
      }
    }
  }

  inline __attribute__((always_inline)) void finish() {
    if constexpr (Complex) {
#pragma GCC unroll 8
      for (int j = 0; j < W; ++j) {
#pragma GCC unroll 8
        for (int v = 0; v < N; ++v) by_re[j][v] += times_i<R>(by_im[j][v]);
      }
    }
  }
};

/// y + Sign · l x, given ix = i x.
template <class R, bool Complex, int Sign>
inline __attribute__((always_inline)) Vector<R> plus_product(Vector<R> y, const R* l, Vector<R> x,
                                                             Vector<R> ix) {
  if constexpr (Sign > 0) {
    y += l[0] * x;
    if constexpr (Complex) y += l[1] * ix;
  } else {
    y -= l[0] * x;
    if constexpr (Complex) y -= l[1] * ix;
  }
  return y;
}

/// The rows J of a tile; over ℂ also i times each row.
template <class R, bool Complex, int W, class Tile>
struct Rows {
  static constexpr int N = Tile::vectors;
  Vector<R> x[W][N];
  Vector<R> ix[Complex ? W : 1][N];

  template <class V>
  inline __attribute__((always_inline)) void load(const V& p, std::ptrdiff_t first,
                                                  const Tile& tile) {
#pragma GCC unroll 8
    for (int j = 0; j < W; ++j) {
#pragma GCC unroll 8
      for (int v = 0; v < N; ++v) x[j][v] = tile.load(p.row(j) + first, v);
    }
  }
  template <class V>
  inline __attribute__((always_inline)) void store(const V& p, std::ptrdiff_t first,
                                                   const Tile& tile) const {
#pragma GCC unroll 8
    for (int j = 0; j < W; ++j) {
#pragma GCC unroll 8
      for (int v = 0; v < N; ++v) tile.store(p.row(j) + first, v, x[j][v]);
    }
  }
  inline __attribute__((always_inline)) void turn(int j) {
    if constexpr (Complex) {
#pragma GCC unroll 8
      for (int v = 0; v < N; ++v) ix[j][v] = times_i<R>(x[j][v]);
    }
  }

  /// x_i ← x_i + Sign · l x_j.
  template <int Sign>
  inline __attribute__((always_inline)) void combine(int i, const R* l, int j) {
#pragma GCC unroll 8
    for (int v = 0; v < N; ++v) {
      x[i][v] = plus_product<R, Complex, Sign>(x[i][v], l, x[j][v], ix[Complex ? j : 0][v]);
    }
  }
  inline __attribute__((always_inline)) void scale(int j, R factor) {
#pragma GCC unroll 8
    for (int v = 0; v < N; ++v) x[j][v] *= factor;
  }

  /// row ← row + Sign · Σ_j l_j x_j.
  template <int Sign>
  inline __attribute__((always_inline)) void add_to(R* row, const R* l, const Tile& tile) const {
#pragma GCC unroll 8
    for (int v = 0; v < N; ++v) {
      Vector<R> y = tile.load(row, v);
#pragma GCC unroll 8
      for (int j = 0; j < W; ++j) {
        y = plus_product<R, Complex, Sign>(y, l + j * (Complex ? 2 : 1), x[j][v],
                                           ix[Complex ? j : 0][v]);
      }
      tile.store(row, v, y);
    }
  }
};

}  // namespace
}  // namespace isotrace::detail::ISOTRACE_ISA
