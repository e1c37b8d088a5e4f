#pragma once

#include <functional>
#include <string>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// A progress function that draws a bar on standard error once the work has lasted a second, if
/// that is a terminal; else one that does nothing.
std::function<void(Index, Index)> progress_bar(bool quiet);

/// Ends the line of a bar that is being drawn: what follows stands beneath it.
void end_progress_line();

/// How far a work is.
struct ProgressState {
  Index done = 0;
  Index total = 0;
  double seconds = 0;  ///< since its beginning
};

/// "[####      ]  40 %  400 of 1000, 80/s, 8 s left", at most `columns` wide; the bar is left out
/// where there is no room for it.
std::string progress_line(const ProgressState& state, int columns);

}  // namespace isotrace::program
