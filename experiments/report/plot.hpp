#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <report/table.hpp>

namespace isotrace::reports {

enum class Scale { linear, logarithmic };

/// An axis. Without limits it fits the data. `base` is the base of the tick labels on a logarithmic
/// axis.
struct Axis {
  std::string label;
  Scale scale = Scale::linear;
  std::optional<double> low = {};
  std::optional<double> high = {};
  int base = 10;  ///< 10, or 2 for counts that double
};

enum class Mark {
  points,
  rings,  ///< large open circles, which leave the points inside visible
  lines,
  dashed,
  error_bars,  ///< a point at y and a bar from low to high
  boxes        ///< a histogram: boxes of height y, side by side, centred at x
};

/// A set of points (x, y), with low and high of the same size if the mark has bars.
struct Series {
  std::string label = {};  ///< in the legend; empty: not listed
  Mark mark = Mark::points;
  std::vector<double> x = {};
  std::vector<double> y = {};
  std::vector<double> low = {};
  std::vector<double> high = {};
  /// Index of colour and point shape in the palette, from 0; none: the index of the series in the
  /// plot.
  std::optional<int> style = {};
};

/// A line across the plot at a position on one of its axes.
struct ReferenceLine {
  std::string label;
  double at = 0;
  bool vertical = true;
  std::optional<int> style = {};  ///< as for a series; none: grey
  bool dashed = true;
};

enum class Legend { outside, below, top_right, top_left, bottom_right, bottom_left };

/// A picture, as data.
struct Plot {
  std::string name;  ///< name of its files without extension; see check_file_name
  std::string title;
  std::string subtitle = {};
  std::string caption = {};  ///< below the picture on a page: what it shows, and why
  Axis x = {};
  Axis y = {};
  std::vector<Series> series = {};
  std::vector<ReferenceLine> lines = {};
  Legend legend = Legend::outside;
};

/// Throws ShapeError (both sizes) if a series' columns differ in length, OptionError if the plot
/// has no finite point, or a logarithmic axis has a limit ≤ 0. Points that are not finite, or not
/// positive on a logarithmic axis, are omitted from the picture but not from the data.
void check(const Plot& plot);

/// The plot's numbers: series, mark, x, y, low, high. Reference lines have the marks "vertical" (x)
/// and "horizontal" (y).
Table data_of(const Plot& plot);

/// Draws the plot with gnuplot into directory/<name>.svg and directory/<name>.png (1200×800).
/// Throws what check throws, and Error if gnuplot is not found, fails, or leaves no picture; the
/// message holds what gnuplot printed.
void render(const Plot& plot, const std::filesystem::path& directory);

/// The plot as an SVG file for the width of a phone: no title, the legend below. Throws as render
/// does. Leaves no files in the directory.
std::string narrow_svg(const Plot& plot, const std::filesystem::path& directory);

/// Throws Error, with the reason, if gnuplot cannot be run. For use before long work.
void check_gnuplot();

}  // namespace isotrace::reports
