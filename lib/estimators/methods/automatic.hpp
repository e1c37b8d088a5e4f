#pragma once

#include "spending.hpp"

namespace isotrace {

/// Hutchinson's estimate, XTrace or the exact trace. A pilot sketch chooses; after that its values
/// are spent, and its columns only in the basis of XTrace: given the pilot either estimate is
/// unbiased, whatever was chosen. With a tolerance what is weighed is time, by the model of
/// core/cost.hpp, and after every look at a growing sketch anew.
template <Scalar W>
Estimate<W> automatic(Spending<W>& run);

}  // namespace isotrace
