#pragma once

#include <filesystem>
#include <string>

#include <report/plot.hpp>

namespace isotrace::reports {

/// The gnuplot script that draws the plot to <name>.svg and <name>.png in its working directory.
std::string gnuplot_script(const Plot& plot);

/// The script that draws the plot to <name>.svg for the width of a telephone: 560 wide, with the
/// same letters, no title, the legend below.
std::string narrow_script(const Plot& plot);

/// Runs gnuplot on a script in the directory, without the user's own settings, in a process group
/// of its own (a Ctrl-C meant for the program does not reach it). Throws Error as render does.
void run_gnuplot(const std::string& script, const std::filesystem::path& directory);

}  // namespace isotrace::reports
