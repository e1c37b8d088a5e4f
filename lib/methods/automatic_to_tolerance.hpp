#pragma once

#include "run.hpp"

namespace isotrace {

/// What the model of core/cost.hpp foresees to meet the tolerance soonest: a sample, a growing
/// sketch (XNysTrace's where B is known to be semidefinite and its products take longer than the
/// sketch's own arithmetic, else XTrace's), the sketch and a sample beside it, B on the range of
/// the sketch and a sample off that (Hutch++), or the exact trace. A few values, or those of the
/// first columns of a sketch, tell what a sample would take, and are spent; a sketch is then tried
/// for a part of that time, and what it shows foresees the rest.
template <Scalar W>
Estimate<W> automatic_to_tolerance(Run<W>& run);

}  // namespace isotrace
