#pragma once

#include <cli/command_line.hpp>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace isotrace::test {

/// The result of one run of the program: its exit status, standard output and standard error.
struct ProgramRun {
  int status;
  std::string out;
  std::string err;
};

/// Runs the program's own entry point with standard output and error redirected.
inline ProgramRun run_isotrace(const std::vector<std::string>& arguments) {
  std::vector<const char*> argv{"isotrace"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  std::ostringstream out;
  std::ostringstream err;
  std::streambuf* const old_out = std::cout.rdbuf(out.rdbuf());
  std::streambuf* const old_err = std::cerr.rdbuf(err.rdbuf());
  const int status = program::run_program(static_cast<int>(argv.size()), argv.data());
  std::cout.rdbuf(old_out);
  std::cerr.rdbuf(old_err);
  return {status, out.str(), err.str()};
}

}  // namespace isotrace::test
