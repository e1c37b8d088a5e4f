#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

/// Vectors of lanes, one probe per lane. A lane never depends on the others, so the widths below
/// affect speed only.
namespace isotrace::ISOTRACE_ISA {

using Word = std::uint64_t;
using Count = std::ptrdiff_t;

/// width: lanes per vector. packs: vectors per tile of columns. chains: words per lane that are
/// computed at once, because the latency of a 64-bit multiplication is much longer than its issue
/// interval.
#if defined(__AVX512DQ__)
inline constexpr int width = 8, packs = 1, chains = 4;
#elif defined(__AVX2__)
inline constexpr int width = 4, packs = 2, chains = 4;
#else
inline constexpr int width = 1, packs = 4, chains = 1;
#endif
inline constexpr int tile = width * packs;
inline constexpr int vector_bytes =
    width == 1 ? 16 : 8 * width;  ///< without 64-bit multiplications

#if defined(__AVX512DQ__) || defined(__AVX2__)

typedef Word Words __attribute__((vector_size(8 * width)));
typedef std::int64_t Integers __attribute__((vector_size(8 * width)));
typedef double Reals __attribute__((vector_size(8 * width)));
typedef float Floats __attribute__((vector_size(4 * width)));

inline Words broadcast(Word w) {
  return w - Words{};
}
inline Floats narrowed(Reals x) {
  return __builtin_convertvector(x, Floats);
}
inline Reals widened(Floats x) {
  return __builtin_convertvector(x, Reals);
}
inline Reals as_reals(Words w) {
  return reinterpret_cast<Reals>(w);
}
inline Words as_words(Reals x) {
  return reinterpret_cast<Words>(x);
}
/// condition ? a : b in each lane, where the condition is all ones or all zeros.
inline Reals chosen(Words condition, Reals a, Reals b) {
  return as_reals((condition & as_words(a)) | (~condition & as_words(b)));
}
/// A bit per lane, set where a ≥ b. Both are below 2⁶³.
inline unsigned lanes_not_below(Words a, Word b) {
#if defined(__AVX512DQ__)
  return _mm512_cmpge_epi64_mask(reinterpret_cast<__m512i>(a),
                                 reinterpret_cast<__m512i>(broadcast(b)));
#else
  const Words below = reinterpret_cast<Words>(reinterpret_cast<Integers>(a) <
                                              reinterpret_cast<Integers>(broadcast(b)));
  return static_cast<unsigned>(_mm256_movemask_pd(reinterpret_cast<__m256d>(~below)));
#endif
}
/// The larger one in each lane. Both are below 2¹⁵.
inline Words larger(Words a, Words b) {
#if defined(__AVX512DQ__)
  return reinterpret_cast<Words>(
      _mm512_max_epi16(reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#else
  return reinterpret_cast<Words>(
      _mm256_max_epi16(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
#endif
}

#else

typedef Word Words;
typedef double Reals;
typedef float Floats;

inline Words broadcast(Word w) {
  return w;
}
inline Floats narrowed(Reals x) {
  return static_cast<float>(x);
}
inline Reals widened(Floats x) {
  return x;
}
inline Reals as_reals(Words w) {
  return __builtin_bit_cast(double, w);
}
inline Words as_words(Reals x) {
  return __builtin_bit_cast(Word, x);
}
inline Reals chosen(Words condition, Reals a, Reals b) {
  return condition != 0 ? a : b;
}
inline unsigned lanes_not_below(Words a, Word b) {
  return a >= b ? 1 : 0;
}
inline Words larger(Words a, Words b) {
  return a < b ? b : a;
}

#endif

template <class Vector, class T>
Vector load(const T* from) {
  Vector v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}

template <class Vector, class T>
void store(T* to, Vector v) {
  __builtin_memcpy(to, &v, sizeof v);
}

/// The words as signed numbers whose low 11 bits are replaced by 2¹⁰. They are odd multiples of 2¹⁰
/// with at most 53 significant bits, so the conversion is exact.
inline Reals odd_reals(Words w) {
  constexpr Word last = 1024;
  constexpr Word kept = ~Word{2047};
#if defined(__AVX512DQ__)
  return __builtin_convertvector(reinterpret_cast<Integers>((w & kept) | last), Reals);
#elif defined(__AVX2__)
  // 2⁵² + (low half), and 2⁸⁴ + 2⁶³ + 2³²·(high half), where 2³¹ was added to the signed high half
  const Words low = (w & (kept & 0xffffffff)) | (last | 0x4330000000000000);
  const Words high = (w >> 32) ^ Word { 0x4530000080000000 };
  return (as_reals(high) - (0x1p84 + 0x1p63 + 0x1p52)) + as_reals(low);
#else
  return static_cast<double>(static_cast<std::int64_t>((w & kept) | last));
#endif
}

/// table[index] in each lane.
inline Reals lookup(const double* table, Words index) {
#if defined(__AVX512DQ__)
  return reinterpret_cast<Reals>(_mm512_mask_i64gather_pd(
      __m512d{}, 0xff, reinterpret_cast<__m512i>(index), table, sizeof(double)));
#elif defined(__AVX2__)
  const auto all = reinterpret_cast<__m256d>(broadcast(~Word{0}));
  return reinterpret_cast<Reals>(_mm256_mask_i64gather_pd(
      __m256d{}, table, reinterpret_cast<__m256i>(index), all, sizeof(double)));
#else
  return table[index];
#endif
}

/// Stores re and im of each lane side by side.
template <class Vector, class R>
void store_pairs(R* to, Vector re, Vector im) {
#if defined(__AVX512DQ__)
  store(to, __builtin_shufflevector(re, im, 0, 8, 1, 9, 2, 10, 3, 11));
  store(to + width, __builtin_shufflevector(re, im, 4, 12, 5, 13, 6, 14, 7, 15));
#elif defined(__AVX2__)
  store(to, __builtin_shufflevector(re, im, 0, 4, 1, 5));
  store(to + width, __builtin_shufflevector(re, im, 2, 6, 3, 7));
#else
  to[0] = re;
  to[1] = im;
#endif
}

}  // namespace isotrace::ISOTRACE_ISA
