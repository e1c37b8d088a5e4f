#pragma once

#include <vector>

#include <coverage/coverage_case.hpp>

namespace isotrace::program {

/// How far below its confidence a coverage may lie, and the probability that any case within this
/// margin is flagged.
struct Verdict {
  double margin = 0.02;
  double alpha = 0.01;

  double bound(double confidence = 0.95) const { return confidence - margin; }
};

/// Sets the p-value of each case for the hypothesis that its coverage is at least the bound:
/// P(X ≤ covered) for X binomial with one trial per interval and the bound as probability. Flags
/// the cases that Holm's rule rejects at family-wise level alpha over all cases with intervals, and
/// returns their number.
Index judge(std::vector<CoverageCase>& cases, const Verdict& verdict = {});

}  // namespace isotrace::program
