#include "matrix_lines.hpp"

#include <fmt/format.h>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/checks.hpp>

namespace isotrace::exact::detail {
namespace {

/// Whether all numbers are finite: 0 · x is 0 or NaN. Independent sums are vectorised.
template <class R>
bool all_finite(const R* x, Index count) {
  constexpr Index lanes = 16;
  R sums[lanes] = {};
  Index i = 0;
  for (; i + lanes <= count; i += lanes) {
    for (Index k = 0; k < lanes; ++k) sums[k] += x[i + k] * R(0);
  }
  R rest = 0;
  for (; i < count; ++i) rest += x[i] * R(0);
  for (const R sum : sums) rest += sum;
  return rest == R(0);
}

template <Scalar S>
[[noreturn]] void refuse(const MatrixLines<S>& a, Index line, Index k) {
  const Index place = a.sparse() ? Index{a.places_of(line)[k]} : k;
  throw NotFiniteError(
      fmt::format("the matrix's entry in row {}, column {} is {}, expected a finite number",
                  1 + (a.by_rows ? line : place), 1 + (a.by_rows ? place : line),
                  isotrace::detail::text(a.values_of(line)[k])));
}

template <Scalar S>
bool finite_values(const S* values, Index count) {
  constexpr Index parts = is_complex<S> ? 2 : 1;
  return all_finite(reinterpret_cast<const Real<S>*>(values), count * parts);
}

}  // namespace

template <Scalar S>
void require_finite(const MatrixLines<S>& a, Index first, Index count) {
  if (a.sparse() &&
      finite_values(a.values + a.begin(first), Index{a.outer[first + count]} - a.outer[first])) {
    return;
  }
  for (Index line = first; line < first + count; ++line) {
    const S* values = a.values_of(line);
    if (finite_values(values, a.size(line))) continue;
    for (Index k = 0; k < a.size(line); ++k) {
      if (!isotrace::detail::finite(values[k])) refuse(a, line, k);
    }
  }
}

#define INSTANTIATE(S) template void require_finite(const MatrixLines<S>&, Index, Index);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::exact::detail
