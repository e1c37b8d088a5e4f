#pragma once

#include <isotrace/core/block.hpp>
#include <isotrace/laws/draw.hpp>

namespace isotrace {

/// X ← probes first … first + X.cols − 1 of a law of independent probes, scaled so that
/// E[x xᴴ] = I: to norm √n for an invariant law, by the root of the second moment for others.
template <Scalar S>
void draw_isotropic(const Law& law, const Stream& stream, Index first, BlockView<S> X);

}  // namespace isotrace
