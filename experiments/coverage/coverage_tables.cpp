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

/// The coverage in %, or "null" if no run has an interval.
reports::Cell coverage_of(const CoverageCase& coverage_case) {
  if (coverage_case.intervals() == 0) return "null";
  return 100 * coverage_case.coverage();
}

std::string stop_of(const CoverageSetting& info) {
  return info.matvecs > 0 ? fmt::format("{} matvecs", info.matvecs)
                          : fmt::format("tolerance {:g}", info.tolerance);
}

/// The cells of a row of the summary.
struct Group {
  Index cases = 0;
  Index fails = 0;
  Index null = 0;
  double least = std::nan("");  ///< over the cases that have intervals
  std::vector<double> ratios = {};

  void add(const CoverageCase& coverage_case) {
    ++cases;
    fails += coverage_case.fails ? 1 : 0;
    null += coverage_case.intervals() == 0 ? 1 : 0;
    if (coverage_case.intervals() > 0) least = std::fmin(least, 100 * coverage_case.coverage());
    const double ratio = coverage_case.width_ratio();
    if (std::isfinite(ratio)) ratios.push_back(ratio);
  }
};

/// In the order of the cases.
using Key = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string,
                       double>;

Key key_of(const CoverageSetting& info) {
  return {text(name(info.method_and_law.method)),
          text(name(info.method_and_law.law)),
          reports::name(info.field),
          info.metric,
          info.matvecs > 0 ? "budget" : "tolerance",
          text(name(info.set)),
          100 * info.confidence};
}

bool is_plotted(const CoverageCase& coverage_case, Field field) {
  return coverage_case.info.field == field && coverage_case.info.confidence == 0.95 &&
         coverage_case.intervals() > 0;
}

double upper_median(std::vector<double> values) {
  if (values.empty()) return std::nan("");
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

Table case_table(const CoverageResult& result) {
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
  for (const CoverageCase& coverage_case : result.cases) {
    const CoverageSetting& info = coverage_case.info;
    table.add_row(
        {info.matrix,
         reports::name(info.field),
         info.metric,
         integer(info.n),
         text(name(info.method_and_law.method)),
         text(name(info.method_and_law.law)),
         stop_of(info),
         integer(coverage_case.seeds),
         integer(coverage_case.covered),
         coverage_of(coverage_case),
         coverage_case.p_value,
         text(coverage_case.fails ? "yes" : "no"),
         coverage_case.half_width,
         coverage_case.rms_error,
         coverage_case.width_ratio(),
         coverage_case.matvecs,
         integer(coverage_case.exact),
         info.matvecs > 0 ? std::nan("") : percent(coverage_case.within, coverage_case.seeds),
         text(name(info.set)),
         100 * info.confidence,
         integer(coverage_case.null)});
  }
  return table;
}

Table coverage_summary(const CoverageResult& result) {
  std::vector<Key> order;
  std::map<Key, Group> groups;
  for (const CoverageCase& coverage_case : result.cases) {
    const Key key = key_of(coverage_case.info);
    if (!groups.contains(key)) order.push_back(key);
    groups[key].add(coverage_case);
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
    table.add_row({method, law, field, metric, stop, integer(group.cases), integer(group.fails),
                   group.least, upper_median(group.ratios), most, set, confidence,
                   integer(group.null)});
  }
  return table;
}

Table worst_cases(const CoverageResult& result, std::size_t most) {
  std::vector<const CoverageCase*> cases;
  for (const CoverageCase& coverage_case : result.cases) cases.push_back(&coverage_case);
  std::stable_sort(cases.begin(), cases.end(), [](const CoverageCase* a, const CoverageCase* b) {
    return a->p_value < b->p_value;
  });
  if (cases.size() > most) cases.resize(most);
  Table table(
      "worst", "The cells of the smallest p-values",
      {"matrix", "field", "metric", "estimator", "probe", "stop", "coverage in %", "p-value",
       "width ratio", "RMS error/|trace|", "exact", "fails", "n", "confidence in %", "null"});
  for (const CoverageCase* coverage_case : cases) {
    const CoverageSetting& info = coverage_case->info;
    table.add_row({info.matrix, reports::name(info.field), info.metric,
                   text(name(info.method_and_law.method)), text(name(info.method_and_law.law)),
                   stop_of(info), coverage_of(*coverage_case), coverage_case->p_value,
                   coverage_case->width_ratio(), coverage_case->rms_error,
                   integer(coverage_case->exact), text(coverage_case->fails ? "yes" : "no"),
                   integer(info.n), 100 * info.confidence, integer(coverage_case->null)});
  }
  return table;
}

Table worst_by_estimator(const CoverageResult& result) {
  using MethodAndLawKey = std::tuple<std::string, std::string, double>;
  std::vector<MethodAndLawKey> order;
  std::map<MethodAndLawKey, std::pair<Group, const CoverageCase*>> groups;
  for (const CoverageCase& coverage_case : result.cases) {
    const CoverageSetting& info = coverage_case.info;
    const MethodAndLawKey key{text(name(info.method_and_law.method)),
                              text(name(info.method_and_law.law)), 100 * info.confidence};
    if (!groups.contains(key)) order.push_back(key);
    auto& [group, worst] = groups[key];
    group.add(coverage_case);
    if (worst == nullptr || coverage_case.p_value < worst->p_value) worst = &coverage_case;
  }
  Table table("worst-by-estimator", "The cell of the smallest p-value by estimator and confidence",
              {"estimator", "probe", "confidence in %", "cells", "all null", "fail", "matrix",
               "field", "n", "stop", "coverage in %", "p-value"});
  for (const MethodAndLawKey& key : order) {
    const auto& [group, worst] = groups.at(key);
    const auto& [method, law, confidence] = key;
    const CoverageSetting& info = worst->info;
    table.add_row({method, law, confidence, integer(group.cases), integer(group.null),
                   integer(group.fails), info.matrix, reports::name(info.field), integer(info.n),
                   stop_of(info), coverage_of(*worst), worst->p_value});
  }
  return table;
}

Table tolerance_table(const CoverageResult& result) {
  Table table("tolerances", "Stopping at a tolerance",
              {"matrix", "field", "metric", "estimator", "tolerance", "median matvecs",
               "within it in %", "coverage in %", "exact", "confidence in %"});
  for (const CoverageCase& coverage_case : result.cases) {
    const CoverageSetting& info = coverage_case.info;
    if (info.matvecs > 0) continue;
    table.add_row({info.matrix, reports::name(info.field), info.metric,
                   text(name(info.method_and_law.method)), info.tolerance, coverage_case.matvecs,
                   percent(coverage_case.within, coverage_case.seeds), coverage_of(coverage_case),
                   integer(coverage_case.exact), 100 * info.confidence});
  }
  return table;
}

bool has_cases(const CoverageResult& result, Field field) {
  return std::any_of(
      result.cases.begin(), result.cases.end(),
      [&](const CoverageCase& coverage_case) { return is_plotted(coverage_case, field); });
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
  for (const CoverageCase& coverage_case : result.cases) {
    if (!is_plotted(coverage_case, field)) continue;
    const std::string label(name(coverage_case.info.method_and_law.method));
    auto series = std::find_if(plot.series.begin(), plot.series.end(),
                               [&](const auto& one) { return one.label == label; });
    if (series == plot.series.end()) {
      series = plot.series.insert(series, {.label = label});
    }
    const auto place = static_cast<double>(series - plot.series.begin());
    series->x.push_back(coverage_case.matvecs * std::pow(1.02, place - 4));
    series->y.push_back(100 * coverage_case.coverage());
  }
  return plot;
}

}  // namespace isotrace::program
