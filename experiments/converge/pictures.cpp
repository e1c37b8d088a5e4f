#include <converge/pictures.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <converge/captions.hpp>

namespace isotrace::program {
namespace {

using reports::Cell;
using reports::Mark;
using reports::Plot;
using reports::Scale;
using reports::Series;
using reports::Table;

std::string field_sign(Field field) {
  return field == Field::complex ? "ℂ" : "ℝ";
}

std::string titled(const CaseResult& result) {
  return fmt::format("{}, n = {}, over {}", result.info.title, result.n, field_sign(result.field));
}

std::string error_name(const CaseResult& result) {
  return result.relative ? "RMS error / |trace|" : "RMS error";
}

Index runs_of(const CaseResult& result) {
  Index runs = 0;
  for (const auto& curve : result.laws) runs = std::max(runs, curve.runs);
  return runs;
}

reports::Axis probes_axis() {
  return {.label = "probes N", .scale = Scale::logarithmic, .base = 2};
}

reports::Measured measured(double value, const Interval& interval) {
  return {value, interval.low, interval.high};
}

}  // namespace

bool has_errors(const CaseResult& result) {
  return std::any_of(result.laws.begin(), result.laws.end(),
                     [](const LawCurve& curve) { return curve.fit.has_value(); });
}

Plot convergence_plot(const CaseResult& result) {
  Plot plot{.name = result.info.name,
            .title = titled(result),
            .subtitle = fmt::format("points: measured over {} runs;  lines: {}", runs_of(result),
                                    result.has_predictions() ? "exact prediction √(variance/N)"
                                                             : "fits with the slope −1/2"),
            .caption = convergence_caption(result),
            .x = probes_axis(),
            .y = {.label = error_name(result), .scale = Scale::logarithmic}};
  for (const auto& curve : result.laws) {
    if (!curve.fit) continue;
    Series line{.mark = Mark::lines, .style = curve.style};
    Series points{.label = curve.law, .mark = Mark::points, .style = curve.style};
    for (std::size_t i = 0; i < curve.probes.size(); ++i) {
      const auto count = static_cast<double>(curve.probes[i]);
      line.x.push_back(count);
      line.y.push_back(curve.constant() / std::sqrt(count));
      points.x.push_back(count);
      points.y.push_back(curve.rms[i]);
    }
    plot.series.push_back(std::move(line));
    plot.series.push_back(std::move(points));
  }
  return plot;
}

Plot ratio_plot(const CaseResult& result) {
  Plot plot{.name = result.info.name + "-ratio",
            .title = titled(result),
            .subtitle =
                "measured over predicted RMS error, with 95 % intervals; the laws' points "
                "are shifted sideways",
            .caption = ratio_caption(),
            .x = probes_axis(),
            .y = {.label = "measured / predicted"},
            .lines = {{.label = "prediction", .at = 1, .vertical = false}}};
  for (const auto& curve : result.laws) {
    if (!curve.fit || !curve.predicted) continue;
    Series bars{.label = curve.law, .mark = Mark::error_bars, .style = curve.style};
    for (std::size_t i = 0; i < curve.probes.size(); ++i) {
      const auto count = static_cast<double>(curve.probes[i]);
      const double predicted = *curve.predicted / std::sqrt(count);
      bars.x.push_back(count * std::pow(1.09, curve.style - 2));
      bars.y.push_back(curve.rms[i] / predicted);
      bars.low.push_back(curve.rms_low[i] / predicted);
      bars.high.push_back(curve.rms_high[i] / predicted);
    }
    plot.series.push_back(std::move(bars));
  }
  return plot;
}

Table fit_table(const CaseResult& result) {
  Table table(result.info.name + "-fit",
              "Fitted slope and constant with 95 % intervals, and the exact constant",
              {"law", "slope", "constant", "exact constant", "ratio", "runs"});
  for (const auto& curve : result.laws) {
    std::vector<Cell> row{curve.law};
    const Cell predicted = curve.predicted ? Cell(*curve.predicted) : Cell("");
    if (curve.fit) {
      const auto& fit = *curve.fit;
      row.insert(row.end(),
                 {measured(fit.slope, fit.slope_interval),
                  measured(fit.constant, fit.constant_interval), predicted,
                  curve.predicted ? Cell(reports::Rounded{fit.constant / *curve.predicted, 3})
                                  : Cell("")});
    } else {
      row.insert(row.end(), {"none", "0 to rounding", predicted, ""});
    }
    row.emplace_back(static_cast<std::int64_t>(curve.runs));
    table.add_row(std::move(row));
  }
  return table;
}

Plot histogram_plot(const AverageMaximum& map) {
  const double width = map.centres[1] - map.centres[0];
  return {
      .name = map.name,
      .title = fmt::format("‖Tv‖ over the unit sphere: {}, {} × {}", map.title, map.rows, map.cols),
      .subtitle =
          fmt::format("maximum / root mean square = {:.4g};  √n = {:.4g}",
                      map.maximum / map.rms_exact, std::sqrt(static_cast<double>(map.cols))),
      .x = {.label = "‖Tv‖, the length in W, for ‖v‖ = 1 in V",
            .low = 0.0,
            .high = map.centres.back() + 0.5 * width},
      .y = {.label = "density"},
      .series = {{.label = fmt::format("{} sphere probes", map.probes),
                  .mark = Mark::boxes,
                  .x = map.centres,
                  .y = map.density,
                  .style = 5}},
      .lines =
          {{.label = "root mean square, exact", .at = map.rms_exact, .style = 0, .dashed = false},
           {.label = "root mean square, estimated", .at = map.rms_estimate, .style = 4},
           {.label = "maximum: the operator norm", .at = map.maximum, .style = 1, .dashed = false}},
      .legend = reports::Legend::below};
}

Table map_table(const std::vector<AverageMaximum>& maps) {
  Table table("average-maximum", "Average against maximum",
              {"map", "rank", "RMS, estimated", "RMS, exact", "maximum", "maximum / RMS"});
  for (const auto& map : maps) {
    table.add_row({map.title, static_cast<std::int64_t>(map.rank),
                   measured(map.rms_estimate, map.rms_interval), map.rms_exact, map.maximum,
                   map.maximum / map.rms_exact});
  }
  return table;
}

}  // namespace isotrace::program
