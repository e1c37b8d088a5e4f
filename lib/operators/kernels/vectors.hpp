#pragma once

#include "value_kernels.hpp"

// Vectors of an instruction set's width, as the compiler's own vector types.

namespace isotrace::kernels::ISOTRACE_ISA {

#if defined(__AVX512F__)
inline constexpr int vector_bytes = 64;
#elif defined(__AVX2__)
inline constexpr int vector_bytes = 32;
#else
inline constexpr int vector_bytes = 16;
#endif

template <class R>
struct Vectors;
template <>
struct Vectors<double> {
  typedef double Reals __attribute__((vector_size(vector_bytes)));
  typedef std::int64_t Lanes __attribute__((vector_size(vector_bytes)));
};
template <>
struct Vectors<float> {
  typedef float Reals __attribute__((vector_size(vector_bytes)));
  typedef std::int32_t Lanes __attribute__((vector_size(vector_bytes)));
};

template <class R>
using Reals = typename Vectors<R>::Reals;
template <class R>
using Lanes = typename Vectors<R>::Lanes;

template <class R>
inline constexpr int lane_count = vector_bytes / static_cast<int>(sizeof(R));

template <class R>
inline __attribute__((always_inline)) Reals<R> load(const R* p) {
  Reals<R> v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

template <class R>
inline __attribute__((always_inline)) void store(R* p, Reals<R> v) {
  __builtin_memcpy(p, &v, sizeof v);
}

/// As many doubles as a vector holds, from doubles or floats.
inline __attribute__((always_inline)) Reals<double> load_wide(const double* p) {
  return load(p);
}
inline __attribute__((always_inline)) Reals<double> load_wide(const float* p) {
  typedef float Half __attribute__((vector_size(vector_bytes / 2)));
  Half half;
  __builtin_memcpy(&half, p, sizeof half);
  return __builtin_convertvector(half, Reals<double>);
}

template <class R>
inline __attribute__((always_inline)) Lanes<R> iota() {
  Lanes<R> lanes{};
  for (int k = 0; k < lane_count<R>; ++k) lanes[k] = k;
  return lanes;
}

/// (a₁, a₀, a₃, a₂, …)
template <class R>
inline __attribute__((always_inline)) Reals<R> swap_pairs(Reals<R> a) {
  return __builtin_shuffle(a, iota<R>() ^ 1);
}

/// i·a for pairs (re, im): (−a₁, a₀, −a₃, a₂, …).
template <class R>
inline __attribute__((always_inline)) Reals<R> times_i(Reals<R> a) {
  const Reals<R> sign = 1 - 2 * __builtin_convertvector((iota<R>() & 1) ^ 1, Reals<R>);
  return sign * swap_pairs<R>(a);
}

}  // namespace isotrace::kernels::ISOTRACE_ISA
