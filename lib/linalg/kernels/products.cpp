#include "products.hpp"

#include "tiles.hpp"

namespace isotrace::detail::ISOTRACE_ISA {
namespace {

/// Σ a_k x_k over rows of a tile. Over ℂ, products with Re a and Im a are summed separately.
template <class R, bool Complex, bool Conjugated, class Tile>
class RowSum {
 public:
  void add(const R* a, const R* x, const Tile& tile) {
#pragma GCC unroll 8
    for (int v = 0; v < N; ++v) {
      const Vector<R> row = tile.load(x, v);
      by_re_[v] += a[0] * row;
      if constexpr (Complex && Conjugated) by_im_[v] -= a[1] * row;
      if constexpr (Complex && !Conjugated) by_im_[v] += a[1] * row;
    }
  }

  void store(R* y, const Tile& tile) const {
#pragma GCC unroll 8
    for (int v = 0; v < N; ++v) {
      Vector<R> sum = by_re_[v];
      if constexpr (Complex) sum += times_i<R>(by_im_[v]);
      tile.store(y, v, sum);
    }
  }

 private:
  static constexpr int N = Tile::vectors;
  Vector<R> by_re_[N] = {};
  Vector<R> by_im_[Complex ? N : 1] = {};
};

/// A row x of a tile, multiples of which are added to other rows.
template <class R, bool Complex, bool Conjugated, class Tile>
class RowSource {
 public:
  RowSource(const R* x, const Tile& tile) {
#pragma GCC unroll 8
    for (int v = 0; v < N; ++v) {
      x_[v] = tile.load(x, v);
      if constexpr (Complex) ix_[v] = Conjugated ? -times_i<R>(x_[v]) : times_i<R>(x_[v]);
    }
  }

  /// y += a x.
  void add_to(R* y, const R* a, const Tile& tile) const {
#pragma GCC unroll 8
    for (int v = 0; v < N; ++v) {
      Vector<R> sum = tile.load(y, v);
      sum += a[0] * x_[v];
      if constexpr (Complex) sum += a[1] * ix_[v];
      tile.store(y, v, sum);
    }
  }

 private:
  static constexpr int N = Tile::vectors;
  Vector<R> x_[N];
  Vector<R> ix_[Complex ? N : 1];
};

/// Calls visit(x, y) for matching chunks of columns.
template <class R, class Visit>
void for_chunks(RealBlock<const R> x, RealBlock<R> y, Visit&& visit) {
  constexpr auto chunk = chunk_bytes / static_cast<std::ptrdiff_t>(sizeof(R));
  for (std::ptrdiff_t first = 0; first < x.count; first += chunk) {
    const std::ptrdiff_t left = x.count - first;
    const std::ptrdiff_t count = left < chunk ? left : chunk;
    visit(RealBlock<const R>{x.data + first, x.stride, count},
          RealBlock<R>{y.data + first, y.stride, count});
  }
}

template <class R, bool Complex, bool Conjugated>
void gather(SparseLists<R> a, RealBlock<const R> x, RealBlock<R> y) {
  constexpr int parts = Complex ? 2 : 1;
  constexpr int vectors = vector_bytes == 64 ? 8 / parts : 4 / parts;
  for_chunks<R>(x, y, [&](RealBlock<const R> in, RealBlock<R> out) {
    for (std::ptrdiff_t i = 0; i < a.size; ++i) {
      R* row = out.data + i * out.stride;
      for_tiles<R, vectors>(in.count, [&](const auto& tile, std::ptrdiff_t first) {
        RowSum<R, Complex, Conjugated, std::decay_t<decltype(tile)>> sum;
        for (int k = a.outer[i]; k < a.outer[i + 1]; ++k) {
          sum.add(a.values + std::ptrdiff_t{k} * parts, in.data + a.inner[k] * in.stride + first,
                  tile);
        }
        sum.store(row + first, tile);
      });
    }
  });
}

template <class R, bool Complex, bool Conjugated>
void scatter(SparseLists<R> a, RealBlock<const R> x, RealBlock<R> y, std::ptrdiff_t rows) {
  constexpr int parts = Complex ? 2 : 1;
  constexpr int vectors = vector_bytes == 64 ? 8 / parts : 4 / parts;
  for_chunks<R>(x, y, [&](RealBlock<const R> in, RealBlock<R> out) {
    for (std::ptrdiff_t i = 0; i < rows; ++i) {
      R* row = out.data + i * out.stride;
      for (std::ptrdiff_t r = 0; r < out.count; ++r) row[r] = 0;
    }
    for (std::ptrdiff_t k = 0; k < a.size; ++k) {
      for_tiles<R, vectors>(in.count, [&](const auto& tile, std::ptrdiff_t first) {
        const RowSource<R, Complex, Conjugated, std::decay_t<decltype(tile)>> source(
            in.data + k * in.stride + first, tile);
        for (int e = a.outer[k]; e < a.outer[k + 1]; ++e) {
          source.add_to(out.data + a.inner[e] * out.stride + first,
                        a.values + std::ptrdiff_t{e} * parts, tile);
        }
      });
    }
  });
}

}  // namespace

template <class R, bool Complex>
const ProductKernels<R>& products() {
  static constexpr ProductKernels<R> table = {gather<R, Complex, false>, gather<R, Complex, true>,
                                              scatter<R, Complex, false>,
                                              scatter<R, Complex, true>};
  return table;
}
template const ProductKernels<float>& products<float, false>();
template const ProductKernels<double>& products<double, false>();
template const ProductKernels<float>& products<float, true>();
template const ProductKernels<double>& products<double, true>();

}  // namespace isotrace::detail::ISOTRACE_ISA
