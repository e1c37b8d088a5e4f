#pragma once

#include <cstddef>
#include <cstdint>

namespace isotrace {

/// What a kernel draws in one call: rows row … row + rows − 1 of one chunk, counted from the
/// chunk's start, of probes first … first + cols − 1. Entry (i, j) goes to out[i * stride + j]; a
/// complex entry is a pair of reals.
struct Piece {
  std::uint64_t stream;  ///< absorb(absorb(0, seed), domain)
  std::uint64_t chunk;
  std::uint64_t first;
  std::ptrdiff_t row;
  std::ptrdiff_t rows;
  std::ptrdiff_t cols;
  std::ptrdiff_t stride;
};

/// The scalar type of a block, as a value.
enum class EntryType { f32, f64, c32, c64 };

}  // namespace isotrace
