#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <report/table.hpp>

namespace isotrace::reports {

enum class Scale { linear, logarithmic };

/// An axis; without limits it fits the data. The logarithm's base is that of its tick labels.
struct Axis {
  std::string label;
  Scale scale = Scale::linear;
  std::optional<double> low = {};
  std::optional<double> high = {};
  int base = 10;  ///< 10, or 2 for counts that double
};

enum class Mark {
  points,
  rings,  ///< large open circles, that leave what they surround to be seen
  lines,
  dashed,
  error_bars,  ///< a point at y and a bar from low to high
  boxes        ///< a histogram: boxes of height y, side by side, centred at x
};

/// One set of points (x, y), with low and high of the same size where the mark has bars.
struct Series {
  std::string label = {};  ///< in the legend; empty: not listed
  Mark mark = Mark::points;
  std::vector<double> x = {};
  std::vector<double> y = {};
  std::vector<double> low = {};
  std::vector<double> high = {};
  /// Of the palette (and the point's shape), counted from 0; none: the series' own place in the
  /// plot.
  std::optional<int> style = {};
};

/// A line right across the plot, at a place on one of its axes.
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
  std::string name;  ///< of its files, without an ending; see check_file_name
  std::string title;
  std::string subtitle = {};
  std::string caption = {};  ///< below it on a page: what is seen, and why
  Axis x = {};
  Axis y = {};
  std::vector<Series> series = {};
  std::vector<ReferenceLine> lines = {};
  Legend legend = Legend::outside;
};

/// Throws ShapeError (both sizes) if a series' columns differ in length, OptionError if the plot
/// has no finite point, or a logarithmic axis has a limit ≤ 0. Points that are not finite, or not
/// positive on a logarithmic axis, are left out of the picture (not of the data).
void check(const Plot& plot);

/// The plot's numbers: series, mark, x, y, low, high; reference lines as marks "vertical" (x) and
/// "horizontal" (y).
Table data_of(const Plot& plot);

/// Draws the plot with gnuplot into directory/<name>.svg and directory/<name>.png (1200×800).
/// Throws what check throws, and Error if gnuplot is not found, fails, or leaves no picture; the
/// message holds what gnuplot printed.
void render(const Plot& plot, const std::filesystem::path& directory);

/// The plot as an SVG file for the width of a telephone: no title, the legend below. Throws as
/// render does; the directory is left as it was.
std::string narrow_svg(const Plot& plot, const std::filesystem::path& directory);

/// Throws Error, with the reason, if gnuplot cannot be run: for use before long work.
void check_gnuplot();

}  // namespace isotrace::reports
