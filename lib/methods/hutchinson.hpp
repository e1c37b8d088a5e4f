#pragma once

#include "run.hpp"

namespace isotrace {

/// Hutchinson's estimate: the mean of form values over whole groups of the law's probes. It needs
/// no products and no panels.
template <Scalar W>
Estimate<W> hutchinson(Run<W>& run);

/// The number of probes, in whole groups of the law, that the budget pays for at value_cost matvecs
/// each. Throws OptionError, naming both numbers, if it pays for none.
Index affordable_probes(const Options& options, Index value_cost);

}  // namespace isotrace
