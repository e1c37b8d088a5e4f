#include <cli/command_line.hpp>
#include <cli/commands.hpp>

namespace isotrace::program {

int run_program(int argc, const char* const* argv) {
  return run_program(
      argc, argv,
      {run_estimate, run_exact, run_verify, run_converge, run_train, run_bench, run_density});
}

}  // namespace isotrace::program
