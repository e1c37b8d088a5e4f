#pragma once

#include <cstddef>

namespace isotrace::detail {

/// A row-major block as reals: `count` reals per row, rows `stride` apart. Over ℂ a number is two
/// reals, its real and its imaginary part.
template <class R>
struct RealBlock {
  R* data;
  std::ptrdiff_t stride;
  std::ptrdiff_t count;
};

/// Kernels process the columns of a block in chunks of this many bytes per row, so that rows used
/// again are still in cache.
inline constexpr std::ptrdiff_t chunk_bytes = 2048;

}  // namespace isotrace::detail
