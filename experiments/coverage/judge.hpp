#pragma once

#include <vector>

#include <coverage/coverage_case.hpp>

namespace isotrace::program {

/// How far below its confidence a coverage may lie, and the chance that any cell within that is
/// flagged.
struct Verdict {
  double margin = 0.02;
  double alpha = 0.01;

  double bound(double confidence = 0.95) const { return confidence - margin; }
};

/// Sets each cell's p-value, P(X ≤ covered) for X binomial with a toss an interval at the
/// bound: exact for the hypothesis that the coverage is at least that. And flags those that Holm's
/// rule rejects at family-wise level alpha over all cells that have an interval. How many it flags.
Index judge(std::vector<CoverageCase>& cells, const Verdict& verdict = {});

}  // namespace isotrace::program
