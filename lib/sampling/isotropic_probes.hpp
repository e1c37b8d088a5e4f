#pragma once

#include <isotrace/core/block.hpp>
#include <isotrace/laws/draw.hpp>

namespace isotrace {

/// X ← probes first … first + X.cols − 1 of a law of independent probes, with E[x xᴴ] = I: an
/// invariant law's resphered to ‖x‖ = √n, others divided by the root of their second moment.
template <Scalar S>
void draw_isotropic(const Law& law, const Stream& stream, Index first, BlockView<S> X);

}  // namespace isotrace
