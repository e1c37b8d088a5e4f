#pragma once

#include "run.hpp"

namespace isotrace {

/// Chooses between Hutchinson's estimate and XTrace, or XNysTrace if the form is known to be
/// semidefinite, by a pilot sketch. The pilot's values are then discarded, and its columns enter
/// only XTrace's basis: given the pilot every estimate is unbiased, whatever was chosen. With a
/// tolerance, automatic_to_tolerance() chooses instead.
template <Scalar W>
Estimate<W> automatic(Run<W>& run);

}  // namespace isotrace
