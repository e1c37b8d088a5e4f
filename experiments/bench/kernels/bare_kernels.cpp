#include "kernels.hpp"

namespace isotrace::program::bare::ISOTRACE_ISA {
namespace {

#if defined(__AVX512F__)
constexpr int bytes = 64;
#elif defined(__AVX__)
constexpr int bytes = 32;
#else
constexpr int bytes = 16;
#endif
typedef double Vector __attribute__((vector_size(bytes), aligned(8), may_alias));
constexpr int lanes = bytes / 8;
constexpr int vectors = columns / lanes;

const Vector* row(const double* X, Size i) {
  return reinterpret_cast<const Vector*>(X + i * columns);
}
Vector* row(double* X, Size i) {
  return reinterpret_cast<Vector*>(X + i * columns);
}

void product(Compressed A, Size first, Size end, const double* X, double* Y) {
  for (Size i = first; i < end; ++i) {
    Vector sum[vectors] = {};
    for (int p = A.outer[i]; p < A.outer[i + 1]; ++p) {
      const Vector* x = row(X, A.inner[p]);
      for (int v = 0; v < vectors; ++v) sum[v] += A.values[p] * x[v];
    }
    Vector* y = row(Y, i);
    for (int v = 0; v < vectors; ++v) y[v] = sum[v];
  }
}

void dots(Size n, const double* X, const double* Y, double* out) {
  Vector sum[vectors] = {};
  for (Size i = 0; i < n; ++i) {
    const Vector* x = row(X, i);
    const Vector* y = row(Y, i);
    for (int v = 0; v < vectors; ++v) sum[v] += x[v] * y[v];
  }
  for (int v = 0; v < vectors; ++v) row(out, 0)[v] = sum[v];
}

void backward_solve(Compressed L, Size n, double* X) {
  for (Size j = n - 1; j >= 0; --j) {
    Vector* x = row(X, j);
    Vector sum[vectors];
    for (int v = 0; v < vectors; ++v) sum[v] = x[v];
    for (int p = L.outer[j] + 1; p < L.outer[j + 1]; ++p) {
      const Vector* known = row(X, L.inner[p]);
      for (int v = 0; v < vectors; ++v) sum[v] -= L.values[p] * known[v];
    }
    const double inverse = 1 / L.values[L.outer[j]];
    for (int v = 0; v < vectors; ++v) x[v] = sum[v] * inverse;
  }
}

void fill(double* x, Size count, double value) {
  const Vector all = value - Vector{};
  Size i = 0;
  for (; i + lanes <= count; i += lanes) *reinterpret_cast<Vector*>(x + i) = all;
  for (; i < count; ++i) x[i] = value;
}

}  // namespace

extern const Kernels kernels;
const Kernels kernels = {product, dots, backward_solve, fill};

}  // namespace isotrace::program::bare::ISOTRACE_ISA
