#pragma once

#include <cli/arguments.hpp>

namespace CLI {
class App;
}  // namespace CLI

namespace isotrace::program {

/// All options of `verify`, and of `converge`.
void add_verify_options(CLI::App& app, VerifyArguments& arguments);
void add_converge_options(CLI::App& app, ConvergeArguments& arguments);

}  // namespace isotrace::program
