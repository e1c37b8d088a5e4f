#pragma once

#include <vector>

#include <coverage/coverage.hpp>

namespace isotrace::program {

/// The entrants, budgets and tolerances of a block on one matrix, the matrix still to be named.
/// Hutchinson's method with sphere, ball, Gaussian and unimodular probes, all others with sphere
/// probes, at every budget. With sphere probes also at relative tolerances: Hutchinson's at 0.1 and
/// 0.05; Hutch++, adaptive Hutch++, XTrace and auto at 0.05, 0.01 and 0.001. Of the adversarial set
/// Hutchinson's method with sphere and unimodular probes, no tolerances, and no budget that does
/// not pay for a method or pays for all n columns of one that then computes the exact trace. Every
/// setting at every confidence.
std::vector<CellInfo> settings_of(const CoverageBlock& block);

/// Whether an entrant is for positive semidefinite matrices only.
bool for_semidefinite(const MethodAndLaw& entrant);

}  // namespace isotrace::program
