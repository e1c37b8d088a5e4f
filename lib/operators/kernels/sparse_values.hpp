#pragma once

#include <lib/simd/vectors.hpp>
#include "value_kernels.hpp"

// Products with a compressed matrix and their inner products with X in one pass, 16 columns at a
// time, without storing the products.

namespace isotrace::kernels::ISOTRACE_ISA {

using namespace isotrace::vectors::ISOTRACE_ISA;

/// s = Σ a x over rows of a tile. Over ℂ, x·Re a and x·Im a are summed separately, each with real
/// operations only, and s = re + i·im.
template <class R, bool Complex, bool Conjugate>
class RowSum {
 public:
  static constexpr int size = tile_columns * (Complex ? 2 : 1);
  static constexpr int vectors = size / lanes<R>;

  inline __attribute__((always_inline)) void add(const R* a, const R* x) {
#pragma GCC unroll 16
    for (int v = 0; v < vectors; ++v) {
      const Vector<R> row = load(x + v * lanes<R>);
      re_[v] += a[0] * row;
      if constexpr (Complex) im_[v] += (Conjugate ? -a[1] : a[1]) * row;
    }
  }

  /// s ← 2 s + d x, d real.
  inline __attribute__((always_inline)) void double_and_add(R d, const R* x) {
#pragma GCC unroll 16
    for (int v = 0; v < vectors; ++v) {
      re_[v] = 2 * re_[v] + d * load(x + v * lanes<R>);
      if constexpr (Complex) im_[v] *= 2;
    }
  }

  inline __attribute__((always_inline)) void finish(R* s) const {
#pragma GCC unroll 16
    for (int v = 0; v < vectors; ++v) {
      Vector<R> sum = re_[v];
      if constexpr (Complex) sum += times_i<R>(im_[v]);
      store<R>(s + v * lanes<R>, sum);
    }
  }

 private:
  Vector<R> re_[vectors] = {};
  Vector<R> im_[Complex ? vectors : 1] = {};
};

/// Σ conj(x) s over rows, in double. Real parts: x₀s₀ + x₁s₁; imaginary parts: x₀s₁ − x₁s₀.
template <class R, bool Complex>
class DotSum {
 public:
  static constexpr int size = tile_columns * (Complex ? 2 : 1);
  static constexpr int vectors = size / lanes<double>;

  inline __attribute__((always_inline)) void add(const R* x, const R* s) {
#pragma GCC unroll 16
    for (int v = 0; v < vectors; ++v) {
      const Vector<double> row = load_wide(x + v * lanes<double>);
      const Vector<double> product = load_wide(s + v * lanes<double>);
      direct_[v] += row * product;
      if constexpr (Complex) crossed_[v] += swap_pairs<double>(row) * product;
    }
  }

  void add_to(double* re, double* im, int columns) const {
    double direct[size];
    double crossed[Complex ? size : 1];
    __builtin_memcpy(direct, direct_, sizeof direct);
    if constexpr (Complex) __builtin_memcpy(crossed, crossed_, sizeof crossed);
    for (int c = 0; c < columns; ++c) {
      if constexpr (Complex) {
        re[c] += direct[2 * c] + direct[2 * c + 1];
        im[c] += crossed[2 * c + 1] - crossed[2 * c];
      } else {
        re[c] += direct[c];
      }
    }
  }

 private:
  Vector<double> direct_[vectors] = {};
  Vector<double> crossed_[Complex ? vectors : 1] = {};
};

/// Row j of the tile: the row itself if it is 16 columns wide, else a copy padded with zeros.
template <class R, bool Complex>
inline __attribute__((always_inline)) const R* whole_row(ProbeRows<R> x, Index j, int columns,
                                                         R* copy) {
  const R* row = x.row(j);
  if (columns == tile_columns) return row;
  for (int r = 0; r < columns * (Complex ? 2 : 1); ++r) copy[r] = row[r];
  return copy;
}

template <class R, bool Complex, bool Conjugate, bool Hermitian>
void add(Lists<R> a, Index begin, Index end, ProbeRows<R> x, int columns, double* re, double* im) {
  constexpr int parts = Complex ? 2 : 1;
  R own_copy[tile_columns * parts] = {};
  R other_copy[tile_columns * parts] = {};
  R product[tile_columns * parts];
  DotSum<R, Complex> dots;
  const auto other = [&](Index k) {
    return whole_row<R, Complex>(x, a.inner[k], columns, other_copy);
  };
  for (Index i = begin; i < end; ++i) {
    const R* own = whole_row<R, Complex>(x, i, columns, own_copy);
    RowSum<R, Complex, Conjugate> sum;
    Index k = a.outer[i];
    const Index last = a.outer[i + 1];
    if constexpr (Hermitian) {
      for (; k < last && a.inner[k] < i; ++k) sum.add(a.values + k * parts, other(k));
      const bool diagonal = k < last && a.inner[k] == i;
      sum.double_and_add(diagonal ? a.values[k * parts] : R(0), own);
    } else {
      for (; k < last; ++k) sum.add(a.values + k * parts, other(k));
    }
    sum.finish(product);
    dots.add(own, product);
  }
  double discarded[tile_columns] = {};  // a Hermitian form is real
  dots.add_to(re, Hermitian ? discarded : im, columns);
}

}  // namespace isotrace::kernels::ISOTRACE_ISA
