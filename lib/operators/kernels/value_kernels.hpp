#pragma once

#include <cstddef>
#include <cstdint>

namespace isotrace::kernels {

using Index = std::ptrdiff_t;

/// The lists of a compressed matrix; entries as reals, over ℂ in pairs.
template <class R>
struct Lists {
  const int* outer;
  const int* inner;
  const R* values;
};

/// Rows of a tile of probes, 16 columns wide, as reals: row j starts at data + (j & mask) · stride.
/// With mask = −1 it is a plain block, else a ring of mask + 1 rows.
template <class R>
struct ProbeRows {
  const R* data;
  Index stride;
  Index mask;

  // Always inlined: otherwise the linker picks one copy for all instruction sets.
  inline __attribute__((always_inline)) const R* row(Index j) const {
    return data + (j & mask) * stride;
  }
};

inline constexpr int tile_columns = 16;
inline constexpr int word_bits = 64;

/// The kernels that compute values of forms.
template <class R>
struct ValueKernels {
  /// P ← A + Bᵀ, A r×c, B c×r, P r×c, all row-major with their strides: a panel of a_ij + a_ji.
  void (*fold)(const R* A, Index a, const R* B, Index b, R* P, Index p, Index rows, Index cols);

  /// re[r] += Re z_r, im[r] += Im z_r with z_r = Σ_i conj(x_ir) Σ_k a_ik x_kr over lists i of
  /// [begin, end), for `columns` ≤ 16 columns.
  using Add = void (*)(Lists<R> a, Index begin, Index end, ProbeRows<R> x, int columns, double* re,
                       double* im);
  Add add_real;
  Add add_complex;            ///< entries of A and x as pairs of reals
  Add add_complex_conjugate;  ///< with conj(a_ik) for a_ik
  /// The same for a Hermitian matrix with sorted lists, using only the entries up to the diagonal:
  /// x_i (a_ii x_i + 2 Σ_{k<i} a_ik x_k).
  Add add_symmetric;
  Add add_hermitian;
  Add add_hermitian_conjugate;

  /// For packed signs s, where bit p of words[i] is set if probe p is −1 in row i. Over the entries
  /// of lists [begin, end) off the diagonal (lower_only: before it, in sorted lists): sums[p] += Σ
  /// a_ik where s_i s_k = −1, and sums[64] += Σ a_ik. On the diagonal: sums[65] += Σ a_ii.
  void (*add_signs)(Lists<R> a, Index begin, Index end, bool lower_only, const std::uint64_t* words,
                    double* sums);
};

namespace baseline {
extern const ValueKernels<float> float_values;
extern const ValueKernels<double> double_values;
}  // namespace baseline
namespace avx2 {
extern const ValueKernels<float> float_values;
extern const ValueKernels<double> double_values;
}  // namespace avx2
namespace avx512 {
extern const ValueKernels<float> float_values;
extern const ValueKernels<double> double_values;
}  // namespace avx512

}  // namespace isotrace::kernels
