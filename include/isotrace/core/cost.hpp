#pragma once

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// What a plan believes work to take: seconds of one core of a present-day processor, from the
/// shapes alone. Never measured: the same problem gets the same plan, and so the same bits, on
/// every machine and with every number of threads. Only ratios matter; they are roughly those of
/// one core with AVX-512.
namespace cost {

/// A real multiplication and addition in a blocked product, a product with a panel's columns.
inline constexpr double multiply_add = 2.0 / 3e10;
/// A pass over a number in memory: reading, or writing, 8 bytes.
inline constexpr double pass = 0.8e-9;
/// The same of what a cache of so many bytes holds, a block or a small panel.
inline constexpr double cached_pass = 0.1e-9;
inline constexpr double cache = 2 << 20;
/// Drawing a number.
inline constexpr double draw = 0.8e-9;
/// An entry of a sparse matrix, or of its factor, on one of a block's columns.
inline constexpr double sparse_entry = 0.08e-9;

/// Real multiplications in one of S.
template <class S>
inline constexpr double multiplications = is_complex<S> ? 4 : 1;

/// An operator that says nothing of itself is taken to be expensive: to read rows · cols numbers
/// for every column.
inline double opaque(Index rows, Index cols) {
  return pass * static_cast<double>(rows) * static_cast<double>(cols);
}

}  // namespace cost

/// Of applying a form to one column, in seconds as above: of its value a(x, x), and of A x.
struct FormCost {
  double value;
  double apply;
};

}  // namespace isotrace
