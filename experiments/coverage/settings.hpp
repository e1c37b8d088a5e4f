#pragma once

#include <vector>

#include <coverage/coverage.hpp>

namespace isotrace::program {

/// The methods and laws, budgets and tolerances of a block on one matrix, without the matrix's
/// name. At every budget: Hutchinson's method with sphere, ball, Gaussian and unimodular probes,
/// all other methods with sphere probes. At relative tolerances, with sphere probes: Hutchinson's
/// method at 0.1 and 0.05; Hutch++, adaptive Hutch++, XTrace and auto at 0.05, 0.01 and 0.001. The
/// adversarial set has Hutchinson's method with sphere and unimodular probes only, no tolerances,
/// and no budgets that are too small for a method or large enough for the exact trace. Every
/// setting is taken at every confidence.
std::vector<CoverageSetting> settings_of(const CoverageBlock& block);

/// Whether a method is for positive semidefinite matrices only.
bool for_semidefinite(const MethodAndLaw& method_and_law);

}  // namespace isotrace::program
