#pragma once

#include <cmath>

#include <isotrace/trace/exchangeable.hpp>

#include <lib/core/scaled.hpp>
#include <lib/linalg/panel.hpp>

namespace isotrace {

/// A leave-one-out estimate: the tables of exchangeable_mean, and the size of what was added up.
template <Scalar S>
struct LeaveOneOutValues {
  Small<S> table;          ///< t_i on the diagonal, t_i|j in row i and column j
  double magnitude = 0;    ///< of the terms, for rounding
  double cut = 0;          ///< the trace of directions taken for rounding may be as large
  bool exhausted = false;  ///< the sketch has found the whole range of B

  /// The same in a unit that is 2^−exponent times this one.
  LeaveOneOutValues in_unit(int exponent) const {
    if (exponent == 0) return *this;
    LeaveOneOutValues result = *this;
    result.table = table.unaryExpr([&](S t) { return scaled(t, exponent); });
    result.magnitude = std::ldexp(magnitude, exponent);
    result.cut = std::ldexp(cut, exponent);
    return result;
  }
};

}  // namespace isotrace
