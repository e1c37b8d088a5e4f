#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <isotrace/laws/stream.hpp>

#include "tally.hpp"

namespace isotrace::randomness {

/// A mistake that is planted in the normal numbers and must be found.
enum class Plant {
  none,
  no_tail,   ///< nothing beyond 4.0244, the widest rectangle of the ziggurat
  hole,      ///< numbers drawn again after a rejection are 0
  scale,     ///< 1 % too large
  repeated,  ///< every eighth entry of a probe is that of its left neighbour
};

struct Options {
  std::uint64_t draws = 1'000'000'000;
  std::uint64_t seed = 1;
  Plant plant = Plant::none;
};

/// Draws and tests the Gaussian law over ℝ, with a tenth as many numbers of Boost's normal law on
/// PCG; pairs of neighbouring lanes, probes, rows, chunks, seeds and domains; and signs. The
/// results do not depend on the number of threads, up to rounding of sums.
std::vector<Finding> run_battery(const Options& options);

}  // namespace isotrace::randomness
