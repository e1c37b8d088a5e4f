#pragma once

#include <type_traits>

#include <isotrace/core/block.hpp>

namespace isotrace::detail {

inline constexpr Index tile_width = 16;

/// Calls f(W, first, count) for tiles of the columns of a block. W is 16, or 0 for a narrower last
/// tile, whose width is known at run time only.
template <class F>
void for_tiles(Index cols, F&& f) {
  Index first = 0;
  for (; first + tile_width <= cols; first += tile_width) {
    f(std::integral_constant<int, tile_width>{}, first, tile_width);
  }
  if (first < cols) f(std::integral_constant<int, 0>{}, first, cols - first);
}

template <Scalar S>
const Real<S>* reals(const S* p) {
  return reinterpret_cast<const Real<S>*>(p);
}

}  // namespace isotrace::detail
