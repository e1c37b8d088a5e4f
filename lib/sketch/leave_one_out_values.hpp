#pragma once

#include <cmath>

#include <isotrace/trace/exchangeable.hpp>

#include <lib/core/scaled.hpp>
#include <lib/linalg/panel.hpp>

namespace isotrace {

/// The values of a leave-one-out estimator: the table for exchangeable_mean() and bounds of their
/// rounding errors.
template <Scalar S>
struct LeaveOneOutValues {
  Small<S> table;          ///< t_i on the diagonal, t_i|j in row i and column j
  double magnitude = 0;    ///< size of the terms added up, for the rounding error
  double cut = 0;          ///< bound of the trace on directions dropped as rounding errors
  bool exhausted = false;  ///< the sketch spans the whole range of B

  /// Everything times 2^exponent.
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
