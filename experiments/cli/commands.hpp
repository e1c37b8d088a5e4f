#pragma once

#include <cli/arguments.hpp>

namespace isotrace::program {

/// Exit statuses of the program.
namespace status {
inline constexpr int done = 0;
inline constexpr int failed = 1;
inline constexpr int bad_input = 2;
inline constexpr int interrupted = 130;
}  // namespace status

/// Each function runs one command and returns its exit status. Bad input throws an isotrace::Error
/// before anything is printed or written.
int run_estimate(const EstimateArguments& arguments);
int run_exact(const ExactArguments& arguments);
int run_verify(const VerifyArguments& arguments);
int run_converge(const ConvergeArguments& arguments);
int run_train(const TrainArguments& arguments);
int run_bench(const BenchArguments& arguments);
int run_density(const DensityArguments& arguments);

}  // namespace isotrace::program
