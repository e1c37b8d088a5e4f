#pragma once

#include "run.hpp"

namespace isotrace {

/// Hutchinson's estimate: the mean of form values, of whole groups of the law's probes. No product
/// but for values, and no panel.
template <Scalar W>
Estimate<W> hutchinson(Run<W>& run);

/// The probes, in whole groups of the law, that the budget pays for at so many matvecs a value.
/// Throws OptionError (both numbers) where there are none.
Index affordable_probes(const Options& options, Index value_cost);

}  // namespace isotrace
