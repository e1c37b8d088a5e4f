#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <isotrace/laws/stream.hpp>

#include "tally.hpp"

namespace isotrace::randomness {

/// A mistake to be found, put into the normal numbers that are tested.
enum class Plant {
  none,
  no_tail,   ///< nothing beyond 4.0244, the widest rectangle of the ziggurat
  hole,      ///< numbers redone after a reject are 0
  scale,     ///< 1 % too large
  repeated,  ///< each probe is its left neighbour's in every eighth place
};

struct Options {
  std::uint64_t draws = 1'000'000'000;
  std::uint64_t seed = 1;
  Plant plant = Plant::none;
};

/// Draws and tests: the Gaussian law over ℝ, and a tenth of that of Boost's normal on PCG; pairs of
/// neighbouring lanes, probes, rows, chunks, seeds and domains; signs. The same for any number of
/// threads up to the rounding of sums.
std::vector<Finding> run_battery(const Options& options);

}  // namespace isotrace::randomness
