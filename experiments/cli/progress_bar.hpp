#pragma once

#include <functional>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// A progress function that draws a bar on standard error once the work has lasted a second, if
/// that is a terminal; else one that does nothing.
std::function<void(Index, Index)> progress_bar(bool quiet);

}  // namespace isotrace::program
