#include <coverage/coverage_tables.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include <report/json.hpp>

namespace isotrace::program {
namespace {

using reports::Table;

std::string text(std::string_view view) {
  return std::string(view);
}

std::int64_t integer(Index value) {
  return static_cast<std::int64_t>(value);
}

double percent(Index part, Index all) {
  return 100.0 * static_cast<double>(part) / static_cast<double>(all);
}

/// In %, or "null" where no run has an interval.
reports::Cell coverage_of(const CoverageCase& cell) {
  if (cell.intervals() == 0) return "null";
  return 100 * cell.coverage();
}

std::string stop_of(const CellInfo& info) {
  return info.matvecs > 0 ? fmt::format("{} matvecs", info.matvecs)
                          : fmt::format("tolerance {:g}", info.tolerance);
}

/// Cells of one row of the summary.
struct Group {
  Index cells = 0;
  Index fails = 0;
  Index null = 0;
  double least = std::nan("");  ///< over the cells that have intervals
  std::vector<double> ratios = {};

  void add(const CoverageCase& cell) {
    ++cells;
    fails += cell.fails ? 1 : 0;
    null += cell.intervals() == 0 ? 1 : 0;
    if (cell.intervals() > 0) least = std::fmin(least, 100 * cell.coverage());
    const double ratio = cell.width_ratio();
    if (std::isfinite(ratio)) ratios.push_back(ratio);
  }
};

/// In the order of the cells.
using Key = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string,
                       double>;

Key key_of(const CellInfo& info) {
  return {text(name(info.entrant.method)),
          text(name(info.entrant.law)),
          reports::name(info.field),
          info.metric,
          info.matvecs > 0 ? "budget" : "tolerance",
          text(name(info.set)),
          100 * info.confidence};
}

bool is_plotted(const CoverageCase& cell, Field field) {
  return cell.info.field == field && cell.info.confidence == 0.95 && cell.intervals() > 0;
}

double upper_median(std::vector<double> values) {
  if (values.empty()) return std::nan("");
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

Table cell_table(const CoverageResult& result) {
  Table table("coverage", "Every cell",
              {"matrix",
               "field",
               "metric",
               "n",
               "estimator",
               "probe",
               "stop",
               "seeds",
               "covered",
               "coverage in %",
               "p-value",
               "fails",
               "median half-width/|trace|",
               "RMS error/|trace|",
               "half-width/(1.96 RMS)",
               "median matvecs",
               "exact",
               "within the tolerance in %",
               "set",
               "confidence in %",
               "null"});
  for (const CoverageCase& cell : result.cells) {
    const CellInfo& info = cell.info;
    table.add_row({info.matrix,
                   reports::name(info.field),
                   info.metric,
                   integer(info.n),
                   text(name(info.entrant.method)),
                   text(name(info.entrant.law)),
                   stop_of(info),
                   integer(cell.seeds),
                   integer(cell.covered),
                   coverage_of(cell),
                   cell.p_value,
                   text(cell.fails ? "yes" : "no"),
                   cell.half_width,
                   cell.rms_error,
                   cell.width_ratio(),
                   cell.matvecs,
                   integer(cell.exact),
                   info.matvecs > 0 ? std::nan("") : percent(cell.within, cell.seeds),
                   text(name(info.set)),
                   100 * info.confidence,
                   integer(cell.null)});
  }
  return table;
}

Table coverage_summary(const CoverageResult& result) {
  std::vector<Key> order;
  std::map<Key, Group> groups;
  for (const CoverageCase& cell : result.cells) {
    const Key key = key_of(cell.info);
    if (!groups.contains(key)) order.push_back(key);
    groups[key].add(cell);
  }
  Table table(
      "summary", "Estimators",
      {"estimator", "probe", "field", "metric", "stop", "cells", "fail", "least coverage in %",
       "median width ratio", "greatest width ratio", "set", "confidence in %", "all null"});
  for (const Key& key : order) {
    const Group& group = groups.at(key);
    const auto& [method, law, field, metric, stop, set, confidence] = key;
    const double most = group.ratios.empty()
                            ? std::nan("")
                            : *std::max_element(group.ratios.begin(), group.ratios.end());
    table.add_row({method, law, field, metric, stop, integer(group.cells), integer(group.fails),
                   group.least, upper_median(group.ratios), most, set, confidence,
                   integer(group.null)});
  }
  return table;
}

Table worst_cells(const CoverageResult& result, std::size_t most) {
  std::vector<const CoverageCase*> cells;
  for (const CoverageCase& cell : result.cells) cells.push_back(&cell);
  std::stable_sort(cells.begin(), cells.end(), [](const CoverageCase* a, const CoverageCase* b) {
    return a->p_value < b->p_value;
  });
  if (cells.size() > most) cells.resize(most);
  Table table(
      "worst", "The cells of the smallest p-values",
      {"matrix", "field", "metric", "estimator", "probe", "stop", "coverage in %", "p-value",
       "width ratio", "RMS error/|trace|", "exact", "fails", "n", "confidence in %", "null"});
  for (const CoverageCase* cell : cells) {
    const CellInfo& info = cell->info;
    table.add_row({info.matrix, reports::name(info.field), info.metric,
                   text(name(info.entrant.method)), text(name(info.entrant.law)), stop_of(info),
                   coverage_of(*cell), cell->p_value, cell->width_ratio(), cell->rms_error,
                   integer(cell->exact), text(cell->fails ? "yes" : "no"), integer(info.n),
                   100 * info.confidence, integer(cell->null)});
  }
  return table;
}

Table worst_by_estimator(const CoverageResult& result) {
  using EntrantKey = std::tuple<std::string, std::string, double>;
  std::vector<EntrantKey> order;
  std::map<EntrantKey, std::pair<Group, const CoverageCase*>> groups;
  for (const CoverageCase& cell : result.cells) {
    const CellInfo& info = cell.info;
    const EntrantKey key{text(name(info.entrant.method)), text(name(info.entrant.law)),
                         100 * info.confidence};
    if (!groups.contains(key)) order.push_back(key);
    auto& [group, worst] = groups[key];
    group.add(cell);
    if (worst == nullptr || cell.p_value < worst->p_value) worst = &cell;
  }
  Table table("worst-by-estimator", "The cell of the smallest p-value by estimator and confidence",
              {"estimator", "probe", "confidence in %", "cells", "all null", "fail", "matrix",
               "field", "n", "stop", "coverage in %", "p-value"});
  for (const EntrantKey& key : order) {
    const auto& [group, worst] = groups.at(key);
    const auto& [method, law, confidence] = key;
    const CellInfo& info = worst->info;
    table.add_row({method, law, confidence, integer(group.cells), integer(group.null),
                   integer(group.fails), info.matrix, reports::name(info.field), integer(info.n),
                   stop_of(info), coverage_of(*worst), worst->p_value});
  }
  return table;
}

Table tolerance_table(const CoverageResult& result) {
  Table table("tolerances", "Stopping at a tolerance",
              {"matrix", "field", "metric", "estimator", "tolerance", "median matvecs",
               "within it in %", "coverage in %", "exact", "confidence in %"});
  for (const CoverageCase& cell : result.cells) {
    const CellInfo& info = cell.info;
    if (info.matvecs > 0) continue;
    table.add_row({info.matrix, reports::name(info.field), info.metric,
                   text(name(info.entrant.method)), info.tolerance, cell.matvecs,
                   percent(cell.within, cell.seeds), coverage_of(cell), integer(cell.exact),
                   100 * info.confidence});
  }
  return table;
}

bool has_cells(const CoverageResult& result, Field field) {
  return std::any_of(result.cells.begin(), result.cells.end(),
                     [&](const CoverageCase& cell) { return is_plotted(cell, field); });
}

reports::Plot coverage_plot(const CoverageResult& result, Field field) {
  reports::Plot plot{
      .name = "coverage-" + reports::name(field),
      .title = field == Field::complex ? "Coverage of the 95 % intervals over ℂ"
                                       : "Coverage of the 95 % intervals over ℝ",
      .subtitle = "every cell against its median matvecs; points are shifted sideways",
      .x = {.label = "matvecs", .scale = reports::Scale::logarithmic},
      .y = {.label = "coverage in %"},
      .lines = {{.label = "95 %", .at = 95, .vertical = false, .dashed = false},
                {.label = "93 %, the bound", .at = 93, .vertical = false}}};
  for (const CoverageCase& cell : result.cells) {
    if (!is_plotted(cell, field)) continue;
    const std::string label(name(cell.info.entrant.method));
    auto series = std::find_if(plot.series.begin(), plot.series.end(),
                               [&](const auto& one) { return one.label == label; });
    if (series == plot.series.end()) {
      series = plot.series.insert(series, {.label = label});
    }
    const auto place = static_cast<double>(series - plot.series.begin());
    series->x.push_back(cell.matvecs * std::pow(1.02, place - 4));
    series->y.push_back(100 * cell.coverage());
  }
  return plot;
}

}  // namespace isotrace::program
