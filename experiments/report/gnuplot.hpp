#pragma once

#include <filesystem>
#include <string>

#include <report/plot.hpp>

namespace isotrace::reports {

/// The gnuplot script that draws the plot to <name>.svg and <name>.png in its working directory.
std::string gnuplot_script(const Plot& plot);

/// The script that draws the plot to <name>.svg for the width of a phone: 560 wide, with letters of
/// the same size, no title, and the legend below.
std::string narrow_script(const Plot& plot);

/// Runs gnuplot on a script in the directory, without the user's settings and in its own process
/// group, so that Ctrl-C does not reach it. Throws Error as render does.
void run_gnuplot(const std::string& script, const std::filesystem::path& directory);

}  // namespace isotrace::reports
