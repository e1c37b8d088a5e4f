#pragma once

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// How far an interval for a mean reaches to either side, in standard errors.
struct HalfWidths {
  double below;
  double above;
};

/// For `count` values of this sample skewness; see mean_interval. NaN below least_values.
HalfWidths half_widths(Index count, double skewness, double confidence, bool discrete);

}  // namespace isotrace
