#pragma once

#include <converge/tally.hpp>
#include <coverage/coverage.hpp>

namespace isotrace::program {

/// Measures the cases of a block that options.only selects and appends the complete ones. tally
/// counts runs.
void measure_block(const CoverageBlock& block, const CoverageOptions& options, Tally& tally,
                   std::vector<CoverageCase>& cases);

/// The most cases that measure_block may measure: it leaves out methods for semidefinite matrices
/// on other matrices.
Index cases_of(const CoverageBlock& block, const std::vector<std::string>& only = {});

}  // namespace isotrace::program
