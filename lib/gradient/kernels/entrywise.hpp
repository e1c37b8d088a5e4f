#pragma once

#include <cstddef>

namespace isotrace::gradient {

/// Functions of each entry. Every instruction set gives the same bits, wherever an entry stands.
/// The arrays may be the same.
struct EntrywiseKernels {
  /// y_j ← tanh x_j, within 2 ulp.
  void (*tanh)(const double* x, double* y, std::ptrdiff_t size);
  /// y_j ← e^{x_j − c_j} for x_j ≤ c_j, of the rounded difference: within 1 ulp, or 3 ulp below
  /// e^{−700}.
  void (*exp_below)(const double* x, const double* c, double* y, std::ptrdiff_t size);
};

namespace baseline {
extern const EntrywiseKernels entrywise;
}
namespace avx2 {
extern const EntrywiseKernels entrywise;
}
namespace avx512 {
extern const EntrywiseKernels entrywise;
}

}  // namespace isotrace::gradient
