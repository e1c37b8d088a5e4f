#include <exception>

#include <cli/command_line.hpp>
#include <cli/commands.hpp>
#include <cli/output.hpp>

int main(int argc, char** argv) {
  using namespace isotrace::program;
  try {
    check_standard_streams();
  } catch (const std::exception& error) {
    print_error(error.what());
    return status::bad_input;
  }
  return run_program(argc, argv);
}
