#pragma once

#include <reference/reference.hpp>

namespace isotrace::program {

/// The budgets of the table, 20, 100, 200 and 300 matvecs.
std::vector<Budget> table_budgets(Index runs);

/// Measures the reference matrices and then the real pairs, and adds them to the result. Throws as
/// reading them does.
void measure_reference(const ReferenceOptions& options, ReferenceResult& result);

}  // namespace isotrace::program
