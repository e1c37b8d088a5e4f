#pragma once

#include "vectors.hpp"

// P ← A + Bᵀ by square tiles of one vector's width, transposed in registers by log₂ N rounds of
// exchanges.

namespace isotrace::kernels::ISOTRACE_ISA {

/// Exchanges the blocks off the diagonal in every 2×2 arrangement of H×H blocks.
template <class R, int H>
inline __attribute__((always_inline)) void exchange(Reals<R>* rows) {
  constexpr int size = lane_count<R>;
  if constexpr (H < size) {
    const Lanes<R> upper = (iota<R>() & H) != 0;
    const Lanes<R> first = iota<R>() + (upper & (size - H));
    const Lanes<R> second = first + H;
#pragma GCC unroll 16
    for (int k = 0; k < size; ++k) {
      if ((k & H) != 0) continue;
      const Reals<R> a = rows[k];
      const Reals<R> b = rows[k + H];
      rows[k] = __builtin_shuffle(a, b, first);
      rows[k + H] = __builtin_shuffle(a, b, second);
    }
    exchange<R, 2 * H>(rows);
  }
}

template <class R>
inline __attribute__((always_inline)) void add_transposed(const R* A, Index a, const R* B, Index b,
                                                          R* P, Index p) {
  constexpr int size = lane_count<R>;
  Reals<R> rows[size];
#pragma GCC unroll 16
  for (int k = 0; k < size; ++k) rows[k] = load(B + k * b);
  exchange<R, 1>(rows);
  alignas(vector_bytes) R transposed[size * size];
#pragma GCC unroll 16
  for (int k = 0; k < size; ++k) store<R>(transposed + k * size, rows[k]);
    // Not unrolled: the addresses of three matrices' rows do not fit into the registers.
#pragma GCC unroll 1
  for (int k = 0; k < size; ++k) {
    store<R>(P + k * p, load(A + k * a) + load(transposed + k * size));
  }
}

/// The next columns of A are fetched, a row's after another row's, while these are added: in the
/// order of the tiles they would come a cache line at a time from as many pages as there are rows.
template <class R>
void fold(const R* A, Index a, const R* B, Index b, R* P, Index p, Index rows, Index cols) {
  constexpr Index size = lane_count<R>;
  constexpr Index line = 64 / sizeof(R);
  constexpr Index ahead = 8 * line;  // columns fetched at a time
  const Index tiled_rows = rows / size * size;
  const Index tiled_cols = cols / size * size;
  for (Index j = 0; j < tiled_cols; j += size) {
    const Index next = (j / ahead + 1) * ahead;  // first of the columns to be fetched
    Index fetched = j % ahead / size * (tiled_rows / size);
    for (Index i = 0; i < tiled_rows; i += size, ++fetched) {
      if (fetched < rows && next + ahead <= cols) {
        for (Index l = 0; l < ahead; l += line)
          __builtin_prefetch(A + fetched * a + next + l, 0, 2);
      }
      add_transposed(A + i * a + j, a, B + j * b + i, b, P + i * p + j, p);
    }
  }
  for (Index i = 0; i < rows; ++i) {
    for (Index j = i < tiled_rows ? tiled_cols : 0; j < cols; ++j) {
      P[i * p + j] = A[i * a + j] + B[j * b + i];
    }
  }
}

}  // namespace isotrace::kernels::ISOTRACE_ISA
