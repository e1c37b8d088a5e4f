#pragma once

#include <converge/tally.hpp>
#include <coverage/coverage.hpp>

namespace isotrace::program {

/// Measures the cells of a block that options.only leaves, appending those that are complete. tally
/// counts runs.
void measure_block(const CoverageBlock& block, const CoverageOptions& options, Tally& tally,
                   std::vector<CoverageCase>& cells);

/// The cells that measure_block measures, at the most: methods for semidefinite matrices are left
/// out on others.
Index cells_of(const CoverageBlock& block, const std::vector<std::string>& only = {});

}  // namespace isotrace::program
