#pragma once

#include <functional>
#include <string>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// A progress function that draws a bar on standard error once the work has lasted a second; one
/// that does nothing if standard error is no terminal.
std::function<void(Index, Index)> progress_bar(bool quiet);

/// The same with a few words about the state of the work behind its numbers.
std::function<void(Index, Index, const std::string&)> progress_bar_with_note(bool quiet);

/// Ends the line of a bar that is being drawn, so that further output appears beneath it.
void end_progress_line();

/// The state of the work.
struct ProgressState {
  Index done = 0;
  Index total = 0;
  double seconds = 0;  ///< since the work began
  std::string note = {};
};

/// "[####      ]  40 %  400 of 1000, 80/s, 8 s left", at most `columns` wide, without the bar if it
/// does not fit. A note stands behind the rest.
std::string progress_line(const ProgressState& state, int columns);

}  // namespace isotrace::program
