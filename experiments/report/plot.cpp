#include <report/plot.hpp>

#include <cmath>

#include <fmt/format.h>

#include <isotrace/core/error.hpp>

#include "files.hpp"
#include "gnuplot.hpp"
#include "html.hpp"

namespace isotrace::reports {
namespace {

std::string_view name(Mark mark) {
  switch (mark) {
    case Mark::points: return "points";
    case Mark::rings: return "rings";
    case Mark::lines: return "lines";
    case Mark::dashed: return "dashed";
    case Mark::error_bars: return "error bars";
    case Mark::boxes: return "boxes";
  }
  return "";
}

// The last chunk of a PNG file, with its checksum.
constexpr std::string_view png_end = "IEND\xae\x42\x60\x82";

// Gnuplot does not report a picture that it could not write completely.
void check_whole(const std::filesystem::path& file, std::string_view end) {
  std::error_code error;
  const bool exists = std::filesystem::exists(file, error);
  std::string picture = exists ? read_text(file) : std::string();
  picture.erase(picture.find_last_not_of('\n') + 1);
  if (picture.empty()) {
    throw Error("gnuplot ended without an error, but left no picture " + file.string());
  }
  if (!picture.ends_with(end)) {
    throw Error(fmt::format("cannot write {}: gnuplot left only {} bytes of it", file.string(),
                            picture.size()));
  }
}

void check_axis(const Plot& plot, const Axis& axis) {
  if (axis.base != 10 && axis.base != 2) {
    throw OptionError(
        fmt::format("plot '{}': an axis' base must be 10 or 2, found {}", plot.name, axis.base));
  }
  for (const auto& limit : {axis.low, axis.high}) {
    if (limit && axis.scale == Scale::logarithmic && !(*limit > 0)) {
      throw OptionError(fmt::format(
          "plot '{}': a logarithmic axis' limit must be positive, found {}", plot.name, *limit));
    }
  }
}

void check_columns(const Plot& plot, const Series& series) {
  const auto expect = [&](const char* column, std::size_t found) {
    if (found != series.x.size()) {
      throw ShapeError(fmt::format("plot '{}', series '{}': {} values of {} for {} of x", plot.name,
                                   series.label, found, column, series.x.size()));
    }
  };
  expect("y", series.y.size());
  if (series.mark == Mark::error_bars) {
    expect("low", series.low.size());
    expect("high", series.high.size());
  }
}

// Sets <title>, which a browser shows on hovering, and fonts to use without DejaVu Sans.
std::string named(std::string svg, const std::string& title) {
  const auto replace = [&svg](std::string_view from, std::string_view to) {
    for (auto at = svg.find(from); at != std::string::npos; at = svg.find(from, at + to.size())) {
      svg.replace(at, from.size(), to);
    }
  };
  replace("<title>Gnuplot</title>", "<title>" + title + "</title>");
  replace("font-family=\"DejaVu Sans\"", "font-family=\"DejaVu Sans, Verdana, Arial, sans-serif\"");
  return svg;
}

}  // namespace

void check(const Plot& plot) {
  check_file_name(plot.name);
  check_axis(plot, plot.x);
  check_axis(plot, plot.y);
  const auto drawable = [](double value, const Axis& axis) {
    return std::isfinite(value) && (axis.scale == Scale::linear || value > 0);
  };
  bool any = false;
  for (const auto& series : plot.series) {
    check_columns(plot, series);
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      any = any || (drawable(series.x[i], plot.x) && drawable(series.y[i], plot.y));
    }
  }
  if (!any) throw OptionError("plot '" + plot.name + "' has no point that can be drawn");
}

Table data_of(const Plot& plot) {
  Table table(plot.name, plot.title, {"series", "mark", "x", "y", "low", "high"});
  for (const auto& series : plot.series) {
    const bool bars = series.mark == Mark::error_bars;
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      table.add_row({series.label, std::string(name(series.mark)), series.x[i], series.y[i],
                     bars ? Cell(series.low[i]) : Cell(""),
                     bars ? Cell(series.high[i]) : Cell("")});
    }
  }
  for (const auto& line : plot.lines) {
    const Cell at = line.at;
    table.add_row({line.label, line.vertical ? "vertical" : "horizontal", line.vertical ? at : "",
                   line.vertical ? "" : at, "", ""});
  }
  return table;
}

void render(const Plot& plot, const std::filesystem::path& directory) {
  check(plot);
  run_gnuplot(gnuplot_script(plot), directory);
  const auto svg = directory / (plot.name + ".svg");
  const auto png = directory / (plot.name + ".png");
  check_whole(svg, "</svg>");
  check_whole(png, png_end);
  write_text(svg, named(read_text(svg), html_escaped(plot.title)));
}

std::string narrow_svg(const Plot& plot, const std::filesystem::path& directory) {
  check(plot);
  Plot narrow = plot;
  narrow.name = plot.name + ".narrow";
  run_gnuplot(narrow_script(narrow), directory);
  const auto file = directory / (narrow.name + ".svg");
  check_whole(file, "</svg>");
  std::string svg = named(read_text(file), html_escaped(plot.title));
  std::filesystem::remove(file);
  return svg;
}

}  // namespace isotrace::reports
