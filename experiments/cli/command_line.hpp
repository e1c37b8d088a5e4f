#pragma once

#include <functional>

#include <cli/arguments.hpp>

namespace isotrace::program {

/// The functions that run the commands with parsed arguments; they return the exit status.
struct Commands {
  std::function<int(const EstimateArguments&)> estimate;
  std::function<int(const ExactArguments&)> exact;
  std::function<int(const VerifyArguments&)> verify;
  std::function<int(const ConvergeArguments&)> converge;
  std::function<int(const TrainArguments&)> train;
  std::function<int(const BenchArguments&)> bench;
  std::function<int(const DensityArguments&)> density;
};

/// The whole program: parses the arguments, runs the command, and turns every error into one line
/// on standard error and an exit status.
int run_program(int argc, const char* const* argv);

/// The same, with these functions for the commands.
int run_program(int argc, const char* const* argv, const Commands& commands);

}  // namespace isotrace::program
