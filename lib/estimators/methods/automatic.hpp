#pragma once

#include "spending.hpp"

namespace isotrace {

/// Hutchinson's estimate or XTrace. A pilot sketch serves either: its values are Hutchinson's, its
/// columns XTrace's. Since it also chooses, the estimate is not exactly
/// unbiased. XTrace's panels stay within options.memory; a tolerance that
/// needs more is reached by sampling what they leave.
template <Scalar W>
Estimate<W> automatic(Spending<W>& run);

}  // namespace isotrace
