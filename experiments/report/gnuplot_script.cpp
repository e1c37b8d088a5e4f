#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "gnuplot.hpp"
#include "ticks.hpp"

namespace isotrace::reports {
namespace {

// The colours of Okabe and Ito (2008), distinguishable with every kind of colour vision, with grey
// in place of yellow, which is too light on white. Each has its own gnuplot point shape.
struct Style {
  std::string_view colour;
  int shape;
  double size;
};
constexpr std::array<Style, 8> palette{{{"#0072B2", 7, 1.2},
                                        {"#D55E00", 5, 1.1},
                                        {"#009E73", 9, 1.5},
                                        {"#CC79A7", 13, 1.6},
                                        {"#E69F00", 11, 1.5},
                                        {"#56B4E9", 15, 1.5},
                                        {"#000000", 4, 1.1},
                                        {"#999999", 3, 1.3}}};
constexpr std::string_view grey = "#606060";

const Style& style(int index) {
  return palette[static_cast<std::size_t>(index < 0 ? -index : index) % palette.size()];
}

// A gnuplot string. Within single quotes only the quote is special, and is doubled. Control
// characters such as a line break would end the string.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += static_cast<unsigned char>(c) < 0x20U || c == '\x7f' ? ' ' : c;
  }
  return out + "'";
}

struct Range {
  double low = INFINITY;
  double high = -INFINITY;

  void add(double value, const Axis& axis) {
    if (!std::isfinite(value) || (axis.scale == Scale::logarithmic && value <= 0)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

// The range of everything drawn along one axis, reference lines included.
Range range_of(const Plot& plot, bool horizontal) {
  const Axis& axis = horizontal ? plot.x : plot.y;
  Range range;
  for (const auto& series : plot.series) {
    for (const double value : horizontal ? series.x : series.y) range.add(value, axis);
    if (!horizontal) {
      for (const double value : series.low) range.add(value, axis);
      for (const double value : series.high) range.add(value, axis);
      if (series.mark == Mark::boxes && axis.scale == Scale::linear) range.add(0, axis);
    }
  }
  for (const auto& line : plot.lines) {
    if (line.vertical == horizontal) range.add(line.at, axis);
  }
  return range;
}

// With a margin of 4 % at either end, except that boxes start on the axis.
Range axis_range(const Plot& plot, bool horizontal) {
  const Axis& axis = horizontal ? plot.x : plot.y;
  Range range = range_of(plot, horizontal);
  if (!(range.low <= range.high)) range = {1, 10};
  const bool boxes = !horizontal && range.low == 0 &&
                     std::any_of(plot.series.begin(), plot.series.end(),
                                 [](const Series& s) { return s.mark == Mark::boxes; });
  if (axis.scale == Scale::logarithmic) {
    const double factor = std::max(std::pow(range.high / range.low, 0.04), 1.05);
    range = {range.low / factor, range.high * factor};
  } else {
    const double width = range.high - range.low;
    const double margin = width > 0 ? 0.04 * width : 0.05 * std::max(std::abs(range.low), 1e-300);
    range = {boxes ? 0 : range.low - margin, range.high + margin};
  }
  return {axis.low.value_or(range.low), axis.high.value_or(range.high)};
}

std::string axis_lines(const Plot& plot, bool horizontal) {
  const Axis& axis = horizontal ? plot.x : plot.y;
  const char letter = horizontal ? 'x' : 'y';
  const Range range = axis_range(plot, horizontal);
  std::string out = fmt::format(
      "set {0}label {1} noenhanced textcolor rgb '#202020'\nset {0}range [{2:.17g}:{3:.17g}]\n",
      letter, quoted(axis.label), range.low, range.high);
  if (axis.scale == Scale::logarithmic) {
    out += fmt::format("set logscale {0} {1}\n", letter, axis.base);
  }
  std::vector<std::string> labelled;
  for (const Tick& tick : ticks(axis, range.low, range.high)) {
    labelled.push_back(fmt::format("'{}' {:.17g}", tick.label, tick.at));
  }
  return out + fmt::format("set {}tics ({})\n", letter, fmt::join(labelled, ", "));
}

std::string_view placed(Legend legend) {
  switch (legend) {
    case Legend::outside: return "outside right top";
    case Legend::below: return "at screen 0.5, screen 0.015 center bottom horizontal maxrows 2";
    case Legend::top_right: return "inside right top opaque";
    case Legend::top_left: return "inside left top opaque";
    case Legend::bottom_right: return "inside right bottom opaque";
    case Legend::bottom_left: return "inside left bottom opaque";
  }
  return "";
}

std::string data_block(const Series& series, std::size_t index) {
  std::string out = fmt::format("$data{} << EOD\n", index);
  const auto number = [](double x) {
    return std::isfinite(x) ? fmt::format("{:.17g}", x) : std::string("NaN");
  };
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    out += number(series.x[i]) + ' ' + number(series.y[i]);
    if (series.mark == Mark::error_bars) {
      out += ' ' + number(series.low[i]) + ' ' + number(series.high[i]);
    }
    out += '\n';
  }
  return out + "EOD\n";
}

std::string mark_of(const Series& series, const Style& look) {
  const auto& [colour, shape, size] = look;
  switch (series.mark) {
    case Mark::points:
      return fmt::format("using 1:2 with points pt {} ps {} lc rgb '{}'", shape, size, colour);
    case Mark::rings:
      return fmt::format("using 1:2 with points pt 6 ps 2.8 lw 2 lc rgb '{}'", colour);
    case Mark::lines: return fmt::format("using 1:2 with lines lw 1.8 lc rgb '{}'", colour);
    case Mark::dashed:
      return fmt::format("using 1:2 with lines lw 2.5 dt (12,8) lc rgb '{}'", colour);
    case Mark::error_bars:
      return fmt::format("using 1:2:3:4 with yerrorbars pt {} ps {} lw 1.6 lc rgb '{}'", shape,
                         size, colour);
    case Mark::boxes:
      return fmt::format(
          "using 1:2 with boxes fill solid 0.45 border rgb '{0}' lw 0.5 lc rgb '{0}'", colour);
  }
  return "";
}

std::string title_clause(const std::string& label) {
  return label.empty() ? "notitle" : "title " + quoted(label);
}

std::string plot_command(const Plot& plot) {
  std::string out = "plot ";
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    const Series& series = plot.series[i];
    if (series.x.empty()) continue;
    out += (out.size() > 5 ? ", \\\n     " : "") +
           fmt::format("$data{} {} {}", i,
                       mark_of(series, style(series.style.value_or(static_cast<int>(i)))),
                       title_clause(series.label));
  }
  const Range x = axis_range(plot, true);
  const Range y = axis_range(plot, false);
  for (std::size_t i = 0; i < plot.lines.size(); ++i) {
    const auto& line = plot.lines[i];
    out += fmt::format(", \\\n     $line{} using 1:2 with lines lw 2.5{} lc rgb '{}' {}", i,
                       line.dashed ? " dt (12,8)" : "",
                       line.style ? style(*line.style).colour : grey, title_clause(line.label));
    const auto ends = line.vertical ? std::array{line.at, y.low, line.at, y.high}
                                    : std::array{x.low, line.at, x.high, line.at};
    out.insert(0, fmt::format("$line{} << EOD\n{:.17g} {:.17g}\n{:.17g} {:.17g}\nEOD\n", i, ends[0],
                              ends[1], ends[2], ends[3]));
  }
  return out + "\n";
}

// Title and subtitle start at the picture's left edge, so that long ones have its whole width.
std::string headings(const Plot& plot) {
  const bool two = !plot.subtitle.empty();
  std::string out = fmt::format("set tmargin {}\n", two ? 5 : 4);
  out += fmt::format(
      "set label 1 {} at graph 0, graph 1 offset 0, {} left noenhanced "
      "font ',20' textcolor rgb '#202020'\n",
      quoted(plot.title), two ? 2.7 : 1.5);
  if (!two) return out;
  return out + "set label 2 " + quoted(plot.subtitle) +
         " at graph 0, graph 1 offset 0, 1.1 left noenhanced font ',14' textcolor rgb '#505050'\n";
}

std::string look() {
  return R"(set encoding utf8
set border 3 lw 1.2 lc rgb '#404040'
set grid xtics ytics back lt 1 lw 0.7 lc rgb '#e2e2e2'
set tics nomirror out scale 0.6 textcolor rgb '#202020'
set errorbars small
)";
}

std::string key(std::string_view place) {
  return fmt::format(
      "set key {} Left reverse noenhanced spacing 1.25 samplen 2 textcolor rgb '#202020'\n", place);
}

std::string axes_and_data(const Plot& plot) {
  std::string out = axis_lines(plot, true) + axis_lines(plot, false);
  for (std::size_t i = 0; i < plot.series.size(); ++i) out += data_block(plot.series[i], i);
  return out;
}

std::string draw(std::string_view terminal, const std::string& file, const std::string& command) {
  return fmt::format("set terminal {} background '#ffffff'\nset output {}\n{}unset output\n",
                     terminal, quoted(file), command);
}

// The layout of a legend below the axes, in a drawing that is about 50 letters wide.
struct LegendBlock {
  int entries = 0;
  int longest = 0;

  int columns() const { return std::max(1, 50 / (longest + 6)); }
  int rows() const { return (entries + columns() - 1) / columns(); }
};

LegendBlock legend_of(const Plot& plot) {
  LegendBlock block;
  const auto add = [&](const std::string& label) {
    if (label.empty()) return;
    ++block.entries;
    block.longest = std::max(block.longest, static_cast<int>(label.size()));
  };
  for (const auto& series : plot.series) add(series.label);
  for (const auto& line : plot.lines) add(line.label);
  return block;
}

}  // namespace

std::string gnuplot_script(const Plot& plot) {
  std::string out = look() + key(placed(plot.legend));
  if (plot.legend == Legend::below) out += "set bmargin 7\n";
  out += headings(plot) + axes_and_data(plot);
  const std::string command = plot_command(plot);
  return out +
         draw("svg size 1200,800 enhanced font 'DejaVu Sans,18'", plot.name + ".svg", command) +
         draw("pngcairo size 1200,800 enhanced font 'DejaVu Sans,15'", plot.name + ".png", command);
}

std::string narrow_script(const Plot& plot) {
  const LegendBlock legend = legend_of(plot);
  const std::string place = fmt::format(
      "at screen 0.5, screen 0.01 center bottom horizontal maxcols {}", legend.columns());
  const double lines = 1.3 * legend.rows();  // a row is as high as 1.3 letters of the axes
  std::string out = look() + key(place);
  out += fmt::format("set tmargin 1\nset rmargin 2\nset bmargin {:.1f}\n", 5.2 + lines);
  out += axes_and_data(plot);
  return out +
         draw(fmt::format("svg size 560,{:.0f} enhanced font 'DejaVu Sans,18'", 470 + 24 * lines),
              plot.name + ".svg", plot_command(plot));
}

}  // namespace isotrace::reports
