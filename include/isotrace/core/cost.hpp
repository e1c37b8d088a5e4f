#pragma once

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// The cost model by which methods are planned: estimated seconds on one core, computed from the
/// shapes alone. The constants are fixed and never measured, so the same problem gets the same
/// plan, and so the same bits, on every machine and with every number of threads. Only their ratios
/// matter; these are roughly those of one core with AVX-512.
namespace cost {

/// One real multiplication and addition in a blocked matrix product.
inline constexpr double multiply_add = 2.0 / 3e10;
/// Reading or writing one 8-byte number in main memory.
inline constexpr double pass = 0.8e-9;
/// Reading or writing one 8-byte number that is in the cache, as part of a block or a small panel;
/// `cache` is the size of that cache in bytes.
inline constexpr double cached_pass = 0.1e-9;
inline constexpr double cache = 2 << 20;
/// Drawing one random number.
inline constexpr double draw = 0.8e-9;
/// One entry of a sparse matrix, or of its factor, times one column of a block.
inline constexpr double sparse_entry = 0.08e-9;

/// Real multiplications in one multiplication of two numbers of type S.
template <class S>
inline constexpr double multiplications = is_complex<S> ? 4 : 1;

/// The cost per column of an operator that states none: it is assumed to read rows · cols numbers.
inline double opaque(Index rows, Index cols) {
  return pass * static_cast<double>(rows) * static_cast<double>(cols);
}

}  // namespace cost

/// Estimated seconds per column of a form: of a value a(x, x), and of a product A x.
struct FormCost {
  double value;
  double apply;
};

}  // namespace isotrace
