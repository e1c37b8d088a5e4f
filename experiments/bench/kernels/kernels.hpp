#pragma once

#include <cstddef>

/// The bare kernels of the bench, as a careful user would write them for one job. Blocks
/// are n×16 and contiguous, so that a row is two AVX-512 registers.
namespace isotrace::program::bare {

using Size = std::ptrdiff_t;
inline constexpr int columns = 16;

/// A compressed sparse matrix, by rows or by columns.
struct Compressed {
  const int* outer;
  const int* inner;
  const double* values;
};

struct Kernels {
  /// Rows [first, end) of Y ← A X, A by rows.
  void (*product)(Compressed A, Size first, Size end, const double* X, double* Y);
  /// out[j] = Σᵢ X_ij Y_ij.
  void (*dots)(Size n, const double* X, const double* Y, double* out);
  /// X ← L⁻ᵀ X, L lower triangular by columns, each column's diagonal entry first.
  void (*backward_solve)(Compressed L, Size n, double* X);
  /// x[i] = value.
  void (*fill)(double* x, Size count, double value);
};

/// The kernels for the instruction set active_isa().
const Kernels& kernels();

}  // namespace isotrace::program::bare
