#pragma once

#include <cli/arguments.hpp>

namespace CLI {
class App;
}  // namespace CLI

namespace isotrace::program {

/// The options of `isotrace train` besides the common ones.
void add_train_options(CLI::App& app, TrainArguments& arguments);

}  // namespace isotrace::program
