#pragma once

#include "run.hpp"

namespace isotrace {

/// Hutchinson's estimate, or XTrace; where the form is known to be semidefinite XNysTrace for the
/// latter. A pilot sketch chooses; after that its values are spent, and its columns only in the
/// basis of XTrace: given the pilot every estimate is unbiased, whatever was chosen. To a tolerance
/// automatic_to_tolerance() chooses.
template <Scalar W>
Estimate<W> automatic(Run<W>& run);

}  // namespace isotrace
