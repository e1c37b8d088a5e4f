#pragma once

#include <functional>
#include <string>

#include <cli/arguments.hpp>

namespace CLI {
class App;
}  // namespace CLI

namespace isotrace::program {

/// --function.
void add_function(CLI::App& app, std::function<void(std::string)> set);

/// How the quadrature of a function is done.
void add_quadrature(CLI::App& app, FunctionArguments& arguments);

}  // namespace isotrace::program
