#pragma once

#include <cli/arguments.hpp>
#include <input/problem.hpp>

namespace isotrace::program {

/// Whether a function of the operator is asked for: --function, or a log-determinant.
bool is_function(const EstimateArguments& a);

/// Throws OptionError for options that need a function, or do not go with one.
void check_function(const EstimateArguments& a);

/// The trace of a function of the pencil, or log det. Returns the exit status.
template <Scalar S>
int estimate_function(const EstimateArguments& a, const ProblemInput& input);

}  // namespace isotrace::program
