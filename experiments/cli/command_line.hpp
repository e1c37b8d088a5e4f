#pragma once

namespace isotrace::program {

/// The whole program: parses the arguments, runs the command, and turns every error into one line
/// on standard error and an exit status.
int run_program(int argc, const char* const* argv);

}  // namespace isotrace::program
