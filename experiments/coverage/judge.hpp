#pragma once

#include <vector>

#include <coverage/cell.hpp>

namespace isotrace::program {

/// The least coverage that passes, and the chance that any cell at it or above is flagged.
struct Verdict {
  double bound = 0.93;
  double alpha = 0.01;
};

/// Sets each cell's p-value, P(X ≤ covered) for X binomial with `seeds` tosses at `bound`: exact
/// for the hypothesis that the coverage is at least that. And flags those that Holm's rule rejects
/// at family-wise level alpha over all cells. How many it flags.
Index judge(std::vector<Cell>& cells, const Verdict& verdict = {});

}  // namespace isotrace::program
