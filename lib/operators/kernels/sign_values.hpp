#pragma once

#if defined(__AVX512F__)
#include <immintrin.h>
#endif

#include <lib/simd/vectors.hpp>
#include "value_kernels.hpp"

// Values of a form for 64 packed sign probes at once. s_i s_k = −1 exactly where the XOR of their
// bits is set, so Σ a_ik s_i s_k = Σ a_ik − 2 Σ a_ik [s_i s_k = −1]: one masked addition per entry
// and vector.

namespace isotrace::kernels::ISOTRACE_ISA {

using namespace isotrace::vectors::ISOTRACE_ISA;

/// 64 sums; add(bits, value) adds value to those whose bit is set.
class MaskedSums {
 public:
#if defined(__AVX512F__)
  inline __attribute__((always_inline)) void add(std::uint64_t bits, double value) {
    const __m512d values = _mm512_set1_pd(value);
#pragma GCC unroll 8
    for (int v = 0; v < 8; ++v) {
      sums_[v] =
          _mm512_mask_add_pd(sums_[v], static_cast<__mmask8>(bits >> (8 * v)), sums_[v], values);
    }
  }
  void add_to(double* out) const {
    for (int v = 0; v < 8; ++v) {
      _mm512_storeu_pd(out + 8 * v, _mm512_loadu_pd(out + 8 * v) + sums_[v]);
    }
  }

 private:
  __m512d sums_[8] = {};
#else
  MaskedSums() {
    for (int bits = 0; bits < (1 << lanes<double>); ++bits) {
      for (int l = 0; l < lanes<double>; ++l) masks_[bits][l] = (bits >> l & 1) != 0 ? -1 : 0;
    }
  }
  inline __attribute__((always_inline)) void add(std::uint64_t bits, double value) {
    const auto values = reinterpret_cast<Bits<double>>(Vector<double>{} + value);
#pragma GCC unroll 32
    for (int v = 0; v < word_bits / lanes<double>; ++v) {
      const auto set = bits >> (lanes<double> * v) & ((1 << lanes<double>)-1);
      sums_[v] += reinterpret_cast<Vector<double>>(values & masks_[set]);
    }
  }
  void add_to(double* out) const {
    for (int p = 0; p < word_bits; ++p) out[p] += sums_[p / lanes<double>][p % lanes<double>];
  }

 private:
  Vector<double> sums_[word_bits / lanes<double>] = {};
  Bits<double> masks_[1 << lanes<double>];  // masks_[bits] selects the lanes whose bit is set
#endif
};

template <class R>
void add_signs(Lists<R> a, Index begin, Index end, bool lower_only, const std::uint64_t* words,
               double* sums) {
  MaskedSums differing;
  double all = 0;
  double diagonal = 0;
  for (Index i = begin; i < end; ++i) {
    const std::uint64_t own = words[i];
    Index k = a.outer[i];
    const Index last = a.outer[i + 1];
    for (; k < last; ++k) {
      const int j = a.inner[k];
      if (lower_only && j >= i) break;
      const double value = a.values[k];
      if (j == i) {
        diagonal += value;
        continue;
      }
      all += value;
      differing.add(own ^ words[j], value);
    }
    if (lower_only && k < last && a.inner[k] == i) diagonal += a.values[k];
  }
  differing.add_to(sums);
  sums[word_bits] += all;
  sums[word_bits + 1] += diagonal;
}

}  // namespace isotrace::kernels::ISOTRACE_ISA
