#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

// SIMD vectors of reals, one register wide, as vector types of the compiler.
namespace isotrace::vectors::ISOTRACE_ISA {

#if defined(__AVX512F__)
inline constexpr int vector_bytes = 64;
#elif defined(__AVX2__)
inline constexpr int vector_bytes = 32;
#else
inline constexpr int vector_bytes = 16;
#endif

template <class R>
struct VectorOf;
template <>
struct VectorOf<double> {
  typedef double Reals __attribute__((vector_size(vector_bytes)));
  typedef std::int64_t Bits __attribute__((vector_size(vector_bytes)));
};
template <>
struct VectorOf<float> {
  typedef float Reals __attribute__((vector_size(vector_bytes)));
  typedef std::int32_t Bits __attribute__((vector_size(vector_bytes)));
};
template <class R>
using Vector = typename VectorOf<R>::Reals;
/// Integers of the width of R, one per lane: lane masks and lane indices.
template <class R>
using Bits = typename VectorOf<R>::Bits;

template <class R>
inline constexpr int lanes = vector_bytes / static_cast<int>(sizeof(R));

template <class R>
inline __attribute__((always_inline)) Vector<R> load(const R* p) {
  Vector<R> v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}
template <class R>
inline __attribute__((always_inline)) void store(R* p, Vector<R> v) {
  __builtin_memcpy(p, &v, sizeof v);
}

/// One vector of doubles, loaded from doubles or floats.
inline __attribute__((always_inline)) Vector<double> load_wide(const double* p) {
  return load(p);
}
inline __attribute__((always_inline)) Vector<double> load_wide(const float* p) {
  typedef float Half __attribute__((vector_size(vector_bytes / 2)));
  Half half;
  __builtin_memcpy(&half, p, sizeof half);
  return __builtin_convertvector(half, Vector<double>);
}

template <class R, int... I>
inline __attribute__((always_inline)) Vector<R> swapped_pairs(Vector<R> x,
                                                              std::integer_sequence<int, I...>) {
  return __builtin_shufflevector(x, x, (I ^ 1)...);
}
template <class R, int... I>
inline __attribute__((always_inline)) Vector<R> alternating(std::integer_sequence<int, I...>) {
  return Vector<R>{(I % 2 == 0 ? R(-1) : R(1))...};
}
template <class R>
using EachLane = std::make_integer_sequence<int, lanes<R>>;

/// (a₁, a₀, a₃, a₂, …)
template <class R>
inline __attribute__((always_inline)) Vector<R> swap_pairs(Vector<R> a) {
  return swapped_pairs<R>(a, EachLane<R>{});
}

/// i·a for complex numbers stored as pairs of reals: (a₀, a₁, …) becomes (−a₁, a₀, …).
template <class R>
inline __attribute__((always_inline)) Vector<R> times_i(Vector<R> a) {
  return swap_pairs<R>(a) * alternating<R>(EachLane<R>{});
}

}  // namespace isotrace::vectors::ISOTRACE_ISA
