#pragma once

#include "run.hpp"

namespace isotrace {

/// Runs what should meet the tolerance soonest by the model of core/cost.hpp: a sample; a growing
/// sketch (XNysTrace's if B is known to be semidefinite and its products take longer than the
/// sketch's own arithmetic, else XTrace's); the sketch and a sample of its remainder; B on the
/// range of the sketch and a sample off it (Hutch++); or the exact trace. A few values, or those of
/// the first columns of a sketch, predict the time of a sample and are then discarded. A sketch may
/// then take a fraction of that time, and its looks predict the rest.
template <Scalar W>
Estimate<W> automatic_to_tolerance(Run<W>& run);

}  // namespace isotrace
