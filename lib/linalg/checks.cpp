#include "checks.hpp"

#include <fmt/format.h>

#include <cmath>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace::detail {

template <Scalar S>
std::string text(S value) {
  if constexpr (is_complex<S>) {
    return fmt::format("{}{:+}i", value.real(), value.imag());
  } else {
    return fmt::format("{}", value);
  }
}

void check_square(Index rows, Index cols) {
  if (rows == 0 || cols == 0) {
    throw ShapeError(
        fmt::format("the metric is empty: found {} x {}, expected at least 1 x 1", rows, cols));
  }
  if (rows != cols) {
    throw ShapeError(
        fmt::format("the metric is not square: found {} rows and {} columns", rows, cols));
  }
}

void check_rows(Index dim, Index rows) {
  if (rows != dim) {
    throw ShapeError(
        fmt::format("a block of {} rows was given to a metric of dimension {}", rows, dim));
  }
}

template <Scalar S>
void check_rows(Index dim, ConstBlockView<S> x, ConstBlockView<S> y) {
  check_rows(dim, x.rows);
  if (y.rows != x.rows || y.cols != x.cols) {
    throw ShapeError(fmt::format("the result of a {} x {} block has that shape, found {} x {}",
                                 x.rows, x.cols, y.rows, y.cols));
  }
}

template <Scalar S>
bool finite(S value) {
  if constexpr (is_complex<S>) {
    return std::isfinite(value.real()) && std::isfinite(value.imag());
  } else {
    return std::isfinite(value);
  }
}

template <Scalar S>
void refuse_entry(Index row, Index col, S value) {
  throw NotFiniteError(fmt::format("the metric's entry ({}, {}) is {}, expected a finite number",
                                   row + 1, col + 1, text(value)));
}

template <Scalar S>
void check_hermitian(Index i, Index j, S v_ij, S v_ji, S v_ii, S v_jj) {
  const double tolerance = std::is_same_v<Real<S>, double> ? 1e-12 : 1e-5;
  const double scale = std::sqrt(std::abs(real_part(v_ii))) * std::sqrt(std::abs(real_part(v_jj)));
  const double gap = std::abs(Wide<S>(v_ij) - Wide<S>(conjugate(v_ji)));
  if (gap <= tolerance * scale) return;
  const char* kind = is_complex<S> ? "Hermitian" : "symmetric";
  if (i == j) {
    throw MetricError(
        fmt::format("the metric is not Hermitian: entry ({0}, {0}) is {1}, expected "
                    "a real number",
                    i + 1, text(v_ij)));
  }
  throw MetricError(fmt::format(
      "the metric is not {}: entry ({}, {}) is {} but entry ({}, {}) is {}, expected {} to within "
      "{:.3g}",
      kind, i + 1, j + 1, text(v_ij), j + 1, i + 1, text(v_ji), text(conjugate(v_ij)),
      tolerance * scale));
}

template <Scalar S>
double pivot_bound(Index n, S v_jj) {
  return 10.0 * static_cast<double>(n) * std::numeric_limits<Real<S>>::epsilon() *
         std::abs(real_part(v_jj));
}

void refuse_pivot(Index row, double pivot, double bound) {
  throw MetricError(
      fmt::format("the metric is {}: the Cholesky pivot of row {} is {:.6g}, expected "
                  "more than 10 n eps V({},{}) = {:.6g}",
                  pivot < -bound ? "not positive definite" : "numerically singular", row + 1, pivot,
                  row + 1, row + 1, bound));
}

#define INSTANTIATE(S)                                                   \
  template std::string text(S);                                          \
  template void check_rows(Index, ConstBlockView<S>, ConstBlockView<S>); \
  template bool finite(S);                                               \
  template void refuse_entry(Index, Index, S);                           \
  template void check_hermitian(Index, Index, S, S, S, S);               \
  template double pivot_bound(Index, S);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
