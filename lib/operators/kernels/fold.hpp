#pragma once

#include <lib/simd/vectors.hpp>
#include "value_kernels.hpp"

// P ← A + Bᵀ in square tiles, each as wide as a vector of N lanes and transposed in registers by
// log₂ N rounds of exchanges.

namespace isotrace::kernels::ISOTRACE_ISA {

using namespace isotrace::vectors::ISOTRACE_ISA;

/// Rows a and b cross 2×2 arrangements of H×H blocks: swaps the off-diagonal blocks.
template <class R, int H, int... I>
inline __attribute__((always_inline)) void exchange_pair(Vector<R>& a, Vector<R>& b,
                                                         std::integer_sequence<int, I...>) {
  const Vector<R> upper = __builtin_shufflevector(a, b, ((I & H) != 0 ? I + lanes<R> - H : I)...);
  b = __builtin_shufflevector(a, b, ((I & H) != 0 ? I + lanes<R> : I + H)...);
  a = upper;
}

template <class R, int H>
inline __attribute__((always_inline)) void exchange(Vector<R>* rows) {
  if constexpr (H < lanes<R>) {
#pragma GCC unroll 16
    for (int k = 0; k < lanes<R>; ++k) {
      if ((k & H) == 0) exchange_pair<R, H>(rows[k], rows[k + H], EachLane<R>{});
    }
    exchange<R, 2 * H>(rows);
  }
}

template <class R>
inline __attribute__((always_inline)) void add_transposed(const R* A, Index a, const R* B, Index b,
                                                          R* P, Index p) {
  constexpr int size = lanes<R>;
  Vector<R> rows[size];
#pragma GCC unroll 16
  for (int k = 0; k < size; ++k) rows[k] = load(B + k * b);
  exchange<R, 1>(rows);
  alignas(vector_bytes) R transposed[size * size];
#pragma GCC unroll 16
  for (int k = 0; k < size; ++k) store<R>(transposed + k * size, rows[k]);
  // Not unrolled: the row addresses of three matrices do not fit into registers.
#pragma GCC unroll 1
  for (int k = 0; k < size; ++k) {
    store<R>(P + k * p, load(A + k * a) + load(transposed + k * size));
  }
}

/// Prefetches the next columns of A row by row while the current tiles are added. Without that, the
/// tiles would load A one cache line at a time from as many pages as there are rows.
template <class R>
void fold(const R* A, Index a, const R* B, Index b, R* P, Index p, Index rows, Index cols) {
  constexpr Index size = lanes<R>;
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
