#pragma once

#include <cli/arguments.hpp>
#include <cli/checkpoint.hpp>
#include <input/problem.hpp>
#include <isotrace/trace/options.hpp>

namespace isotrace::program {

/// Everything that determines the bits of an estimate: version, kernels, the matrices' contents and
/// the options, but not the number of threads.
RunIdentity identity_of(const EstimateArguments& arguments, const ProblemInput& input,
                        const Options& options, Field field);

}  // namespace isotrace::program
