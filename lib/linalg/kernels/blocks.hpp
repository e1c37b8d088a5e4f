#pragma once

#include <cstddef>

namespace isotrace::detail {

/// A row-major block as reals: `count` of them in a row, rows `stride` apart. Over ℂ a number is
/// two reals, its real and its imaginary part.
template <class R>
struct RealBlock {
  R* data;
  std::ptrdiff_t stride;
  std::ptrdiff_t count;
};

/// Columns of a block are taken a few cache lines of a row at a time, so that rows that are met
/// again are still in cache.
inline constexpr std::ptrdiff_t chunk_bytes = 2048;

}  // namespace isotrace::detail
