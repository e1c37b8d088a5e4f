#pragma once

#include "spending.hpp"

namespace isotrace {

/// Hutchinson's estimate or XTrace. A pilot sketch serves either: its values are Hutchinson's, its
/// columns XTrace's. (That it chooses, too, costs a bias that is far below the error: the coverage
/// study holds it to its interval.) XTrace's panels stay within options.memory; a tolerance that
/// needs more is reached by sampling what they leave.
template <Scalar W>
Estimate<W> automatic(Spending<W>& run);

}  // namespace isotrace
