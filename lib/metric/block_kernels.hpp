#pragma once

#include <type_traits>

#include <isotrace/core/block.hpp>

namespace isotrace::detail {

// Row-major block kernels of compressed sparse matrices. A block is taken 16 columns at a time: the
// inner loops then have a fixed width, and one pass over the matrix serves a whole tile. Complex
// numbers are handled as pairs of reals, x·Re a and i x·Im a apart, so that every inner loop is a
// plain real one.

inline constexpr Index tile_width = 16;

/// Calls f(W, first, count) for tiles of a block's columns: W is 16, or 0 for a narrower last tile
/// of run-time width.
template <class F>
void for_tiles(Index cols, F&& f) {
  Index first = 0;
  for (; first + tile_width <= cols; first += tile_width) {
    f(std::integral_constant<int, tile_width>{}, first, tile_width);
  }
  if (first < cols) f(std::integral_constant<int, 0>{}, first, cols - first);
}

template <Scalar S>
inline constexpr Index parts = is_complex<S> ? 2 : 1;

template <Scalar S>
const Real<S>* reals(const S* p) {
  return reinterpret_cast<const Real<S>*>(p);
}
template <Scalar S>
Real<S>* reals(S* p) {
  return reinterpret_cast<Real<S>*>(p);
}

/// Number of reals in a row of a tile: known to the compiler unless W is 0.
template <Scalar S, int W>
constexpr Index row_reals(Index width) {
  return (W > 0 ? W : width) * parts<S>;
}

/// The sum Σ a_k x_k of rows of a tile.
template <Scalar S, int W>
class RowSum {
 public:
  explicit RowSum(Index width) : reals_(row_reals<S, W>(width)) {
    for (Index r = 0; r < size(); ++r) re_[r] = 0;
    if constexpr (is_complex<S>) {
      for (Index r = 0; r < size(); ++r) im_[r] = 0;
    }
  }

  void add(S a, const S* row) {
    const Real<S>* x = reals(row);
    if constexpr (is_complex<S>) {
      const Real<S> re = a.real();
      const Real<S> im = a.imag();
      for (Index r = 0; r < size(); ++r) re_[r] += re * x[r];
      for (Index r = 0; r < size(); ++r) im_[r] += im * x[r];
    } else {
      for (Index r = 0; r < size(); ++r) re_[r] += a * x[r];
    }
  }

  /// a x + b y with one pass over the sum.
  void add(S a, const S* row_a, S b, const S* row_b) {
    if constexpr (is_complex<S>) {
      add(a, row_a);
      add(b, row_b);
    } else {
      for (Index r = 0; r < size(); ++r) re_[r] += a * row_a[r] + b * row_b[r];
    }
  }

  /// The finished sum as reals. No further row may be added.
  const Real<S>* finish() {
    if constexpr (is_complex<S>) {
      for (Index r = 0; r < size(); r += 2) {
        re_[r] -= im_[r + 1];
        re_[r + 1] += im_[r];
      }
    }
    return re_;
  }

  Index size() const { return W > 0 ? row_reals<S, W>(0) : reals_; }

 private:
  Index reals_;
  Real<S> re_[tile_width * parts<S>];
  Real<S> im_[is_complex<S> ? tile_width * 2 : 1];
};

/// A row x of a tile, copied, to be added in multiples to other rows.
template <Scalar S, int W>
class RowSource {
 public:
  RowSource(const S* row, Index width) : reals_(row_reals<S, W>(width)) {
    const Real<S>* x = reals(row);
    for (Index r = 0; r < size(); ++r) x_[r] = x[r];
    if constexpr (is_complex<S>) {
      for (Index r = 0; r < size(); r += 2) {
        ix_[r] = -x[r + 1];
        ix_[r + 1] = x[r];
      }
    }
  }

  /// y += a x.
  void add_to(S a, S* row) const {
    Real<S>* y = reals(row);
    if constexpr (is_complex<S>) {
      const Real<S> re = a.real();
      const Real<S> im = a.imag();
      for (Index r = 0; r < size(); ++r) y[r] += re * x_[r] + im * ix_[r];
    } else {
      for (Index r = 0; r < size(); ++r) y[r] += a * x_[r];
    }
  }

  Index size() const { return W > 0 ? row_reals<S, W>(0) : reals_; }

 private:
  Index reals_;
  Real<S> x_[tile_width * parts<S>];
  Real<S> ix_[is_complex<S> ? tile_width * 2 : 1];
};

/// row *= factor over a tile's row.
template <Scalar S, int W>
void scale_row(S* row, Real<S> factor, Index width) {
  Real<S>* x = reals(row);
  for (Index r = 0; r < row_reals<S, W>(width); ++r) x[r] *= factor;
}

/// One tile of a row-major block: `count` columns from data, W = 0 for a run-time count.
template <Scalar S, int W>
struct Tile {
  S* data;
  Index stride;
  Index count;

  S* row(Index i) const { return data + i * stride; }
};

template <bool Conjugated, Scalar S>
S maybe_conjugate(S s) {
  return Conjugated ? conjugate(s) : s;
}

/// Rows or columns of a compressed matrix, each a list of (inner index, value).
template <Scalar S>
struct Compressed {
  const int* outer;
  const int* inner;
  const S* values;
  Index size;  ///< number of rows (columns)
};

/// y_i ← Σ_k a_ik x_k over the entries of list i, a conjugated if asked: CSR times X, or the
/// adjoint of CSC times X.
template <bool Conjugated, Scalar S>
void gather(Compressed<S> a, ConstBlockView<S> x, BlockView<S> y) {
  for_tiles(x.cols, [&](auto width, Index first, Index count) {
    constexpr int W = decltype(width)::value;
    const S* in = x.data + first;
    for (Index i = 0; i < a.size; ++i) {
      RowSum<S, W> sum(count);
      int k = a.outer[i];
      const int end = a.outer[i + 1];
      for (; k + 1 < end; k += 2) {
        sum.add(maybe_conjugate<Conjugated>(a.values[k]), in + a.inner[k] * x.stride,
                maybe_conjugate<Conjugated>(a.values[k + 1]), in + a.inner[k + 1] * x.stride);
      }
      if (k < end) sum.add(maybe_conjugate<Conjugated>(a.values[k]), in + a.inner[k] * x.stride);
      const Real<S>* total = sum.finish();
      Real<S>* out = reals(y.row(i) + first);
      for (Index r = 0; r < sum.size(); ++r) out[r] = total[r];
    }
  });
}

/// y ← Σ_k over lists: y_i += a_ik x_k for every entry of list k: CSC times X, or the adjoint of
/// CSR times X.
template <bool Conjugated, Scalar S>
void scatter(Compressed<S> a, ConstBlockView<S> x, BlockView<S> y) {
  for_tiles(x.cols, [&](auto width, Index first, Index count) {
    constexpr int W = decltype(width)::value;
    for (Index i = 0; i < y.rows; ++i) {
      Real<S>* out = reals(y.row(i) + first);
      for (Index r = 0; r < row_reals<S, W>(count); ++r) out[r] = 0;
    }
    for (Index k = 0; k < a.size; ++k) {
      const RowSource<S, W> source(x.row(k) + first, count);
      for (int e = a.outer[k]; e < a.outer[k + 1]; ++e) {
        source.add_to(maybe_conjugate<Conjugated>(a.values[e]), y.row(a.inner[e]) + first);
      }
    }
  });
}

}  // namespace isotrace::detail
