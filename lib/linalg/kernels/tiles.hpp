#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <lib/simd/vectors.hpp>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

// The columns of a row-major block as tiles of vectors. A partial vector holds fewer columns; its
// other lanes are zero. Wherever a column lies, it undergoes the same operations in the same order.
namespace isotrace::detail::ISOTRACE_ISA {

using namespace isotrace::vectors::ISOTRACE_ISA;

/// The first `count` lanes of a vector, 1 ≤ count ≤ lanes.
template <class R>
class LaneMask;

#if defined(__AVX512F__)
template <class R>
class LaneMask {
 public:
  explicit LaneMask(int count) : bits_(static_cast<std::uint16_t>((1u << count) - 1u)) {}
  Vector<R> load(const R* p) const {
    if constexpr (sizeof(R) == 8) {
      return _mm512_maskz_loadu_pd(static_cast<__mmask8>(bits_), p);
    } else {
      return _mm512_maskz_loadu_ps(bits_, p);
    }
  }
  void store(R* p, Vector<R> v) const {
    if constexpr (sizeof(R) == 8) {
      _mm512_mask_storeu_pd(p, static_cast<__mmask8>(bits_), v);
    } else {
      _mm512_mask_storeu_ps(p, bits_, v);
    }
  }

 private:
  std::uint16_t bits_;
};
#elif defined(__AVX2__)
template <class R>
class LaneMask {
 public:
  explicit LaneMask(int count) {
    if constexpr (sizeof(R) == 8) {
      bits_ = _mm256_cmpgt_epi64(_mm256_set1_epi64x(count), _mm256_setr_epi64x(0, 1, 2, 3));
    } else {
      bits_ =
          _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    }
  }
  Vector<R> load(const R* p) const {
    if constexpr (sizeof(R) == 8) {
      return _mm256_maskload_pd(p, bits_);
    } else {
      return _mm256_maskload_ps(p, bits_);
    }
  }
  void store(R* p, Vector<R> v) const {
    if constexpr (sizeof(R) == 8) {
      _mm256_maskstore_pd(p, bits_, v);
    } else {
      _mm256_maskstore_ps(p, bits_, v);
    }
  }

 private:
  __m256i bits_;
};
#else
template <class R>
class LaneMask {
 public:
  explicit LaneMask(int count) : count_(count) {}
  Vector<R> load(const R* p) const {
    Vector<R> v = {};
    for (int r = 0; r < lanes<R>; ++r) {
      if (r < count_) v[r] = p[r];
    }
    return v;
  }
  void store(R* p, Vector<R> v) const {
    for (int r = 0; r < lanes<R>; ++r) {
      if (r < count_) p[r] = v[r];
    }
  }

 private:
  int count_;
};
#endif

/// N whole vectors of a row.
template <class R, int N>
struct WholeTile {
  static constexpr int vectors = N;
  using Real = R;
  Vector<R> load(const R* row, int v) const {
    return vectors::ISOTRACE_ISA::load(row + v * lanes<R>);
  }
  void store(R* row, int v, Vector<R> x) const {
    vectors::ISOTRACE_ISA::store(row + v * lanes<R>, x);
  }
};

/// At most one vector of a row.
template <class R>
struct PartialTile {
  static constexpr int vectors = 1;
  using Real = R;
  explicit PartialTile(int count) : mask(count) {}
  Vector<R> load(const R* row, int) const { return mask.load(row); }
  void store(R* row, int, Vector<R> x) const { mask.store(row, x); }
  LaneMask<R> mask;
};

/// Calls visit(tile, first) for tiles that cover `count` reals, `first` being the offset of the
/// tile: N whole vectors at a time, then at most one.
template <class R, int N, class Visit>
inline void for_tiles(std::ptrdiff_t count, Visit&& visit) {
  constexpr std::ptrdiff_t width = N * lanes<R>;
  std::ptrdiff_t first = 0;
  for (; first + width <= count; first += width) visit(WholeTile<R, N>{}, first);
  for (; first < count; first += lanes<R>) {
    const std::ptrdiff_t left = count - first;
    visit(PartialTile<R>(static_cast<int>(left < lanes<R> ? left : lanes<R>)), first);
  }
}

}  // namespace isotrace::detail::ISOTRACE_ISA
