#include <reference/accuracy_pictures.hpp>

#include <algorithm>
#include <numeric>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <reference/reference_cases.hpp>
#include <report/json.hpp>

namespace isotrace::program {
namespace {

using reports::Cell;
using reports::Mark;
using reports::Series;
using reports::Table;

std::string label(const MethodAndLaw& method_and_law) {
  return fmt::format("{}, {}", name(method_and_law.method), name(method_and_law.law));
}

/// The curve's points in the order of their matvecs.
std::vector<std::size_t> ordered(const AccuracyCurve& curve) {
  std::vector<std::size_t> order(curve.matvecs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return curve.matvecs[a] < curve.matvecs[b]; });
  return order;
}

bool dashed(const MethodAndLaw& method_and_law) {
  return !invariant(method_and_law.law);
}

/// The index of a method's colour in the palette.
int style_of(Method method) {
  switch (method) {
    case Method::hutchinson: return 0;
    case Method::hutchpp: return 1;
    case Method::na_hutchpp: return 2;
    case Method::adaptive_hutchpp: return 3;
    case Method::nystrompp: return 4;
    case Method::xtrace: return 5;
    case Method::xnystrace: return 6;
    case Method::automatic: return 6;  // black rings
    case Method::custom: break;
  }
  return 7;
}

std::string shown(double value) {
  return fmt::format("{:.1e}", value);
}

/// An error at a budget, "3.3e-03" or, with a reference, "3.3e-03 = 1.52 × 2.2e-03", and whether it
/// is within the bounds ("yes", "no"); empty if there is no error.
struct Shown {
  std::string error = "";
  std::string within = "";
};

Shown shown_at(const AccuracyCase& one, const AccuracyCurve& curve, Index matvecs) {
  Shown out;
  const auto at = std::find(curve.matvecs.begin(), curve.matvecs.end(), matvecs);
  if (at == curve.matvecs.end()) return out;
  const auto point = static_cast<std::size_t>(at - curve.matvecs.begin());
  out.error = shown(curve.error[point]);
  if (const auto against = comparison_of(one, curve, point)) {
    out.error += fmt::format(" = {:.2f} × {}", against->ratio, shown(against->reference));
    out.within = against->within ? "yes" : "no";
  }
  return out;
}

std::vector<Cell> row_of(const AccuracyCase& one, const AccuracyCurve& curve) {
  std::vector<Cell> row{one.matrix, one.metric, std::string(name(curve.method_and_law.method)),
                        std::string(name(curve.method_and_law.law))};
  std::string within;
  for (const Budget& budget : table_budgets(1)) {
    Shown cells = shown_at(one, curve, budget.matvecs);
    if (within != "no" && !cells.within.empty()) within = cells.within;
    row.emplace_back(std::move(cells.error));
  }
  row.emplace_back(curve.refused ? "refused" : within);
  return row;
}

}  // namespace

std::optional<Comparison> comparison_of(const AccuracyCase& one, const AccuracyCurve& curve,
                                        std::size_t point) {
  const auto reference = reference_error(one.matrix, curve.method_and_law, curve.matvecs[point]);
  if (!reference) return std::nullopt;
  return compare(curve.error[point], *reference);
}

Agreement agreement_of(const std::vector<AccuracyCase>& cases) {
  Agreement agreement;
  for (const AccuracyCase& one : cases) {
    for (const AccuracyCurve& curve : one.curves) {
      for (std::size_t i = 0; i < curve.matvecs.size(); ++i) {
        const auto against = comparison_of(one, curve, i);
        if (!against) continue;
        ++agreement.compared;
        agreement.within += against->within ? 1 : 0;
      }
    }
  }
  return agreement;
}

bool has_points(const AccuracyCase& one) {
  return std::any_of(one.curves.begin(), one.curves.end(), [](const AccuracyCurve& curve) {
    return std::any_of(curve.error.begin(), curve.error.end(), [](double e) { return e > 0; });
  });
}

reports::Plot accuracy_plot(const AccuracyCase& one) {
  reports::Plot plot{
      .name = fmt::format("error-{}-{}", one.matrix, one.metric),
      .title = fmt::format("{} in the metric {}, n = {}", one.matrix, one.metric, one.n),
      .subtitle = "mean |error| / |trace|",
      .x = {.label = "matvecs"},
      .y = {.label = "mean |error| / |trace|", .scale = reports::Scale::logarithmic}};
  if (plot.name.find("--") != std::string::npos) plot.name.erase(plot.name.find("--"), 1);
  for (const AccuracyCurve& curve : one.curves) {
    if (curve.refused) continue;
    const int style = style_of(curve.method_and_law.method);
    Series line{.label = label(curve.method_and_law),
                .mark = dashed(curve.method_and_law) ? Mark::dashed : Mark::lines,
                .style = style};
    for (const std::size_t i : ordered(curve)) {
      line.x.push_back(static_cast<double>(curve.matvecs[i]));
      line.y.push_back(curve.error[i]);
    }
    if (curve.method_and_law.method == Method::automatic) {  // rings around the chosen method's
      line.mark = Mark::rings;
      plot.series.push_back(std::move(line));
      continue;
    }
    Series points{.mark = Mark::points, .x = line.x, .y = line.y, .style = style};
    plot.series.push_back(std::move(line));
    plot.series.push_back(std::move(points));
  }
  return plot;
}

Table accuracy_table(const std::string& name, const std::string& title,
                     const std::vector<AccuracyCase>& cases) {
  std::vector<std::string> columns{"matrix", "metric", "estimator", "probe"};
  for (const Budget& budget : table_budgets(1)) {
    columns.push_back(fmt::format("{} matvecs", budget.matvecs));
  }
  columns.emplace_back("within");
  Table table(name, title, std::move(columns));
  for (const AccuracyCase& one : cases) {
    for (const AccuracyCurve& curve : one.curves) table.add_row(row_of(one, curve));
  }
  return table;
}

namespace {

/// A curve's point at a budget.
struct Point {
  const AccuracyCurve* curve;
  std::size_t at;
};

std::optional<Point> point_at(const AccuracyCase& one, const MethodAndLaw& method_and_law,
                              Index matvecs) {
  for (const AccuracyCurve& curve : one.curves) {
    if (curve.method_and_law.method != method_and_law.method ||
        name(curve.method_and_law.law) != name(method_and_law.law)) {
      continue;
    }
    for (std::size_t i = 0; i < curve.matvecs.size(); ++i) {
      if (curve.matvecs[i] == matvecs) return Point{&curve, i};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<double> rms_at(const AccuracyCase& one, const MethodAndLaw& method_and_law,
                             Index matvecs) {
  const auto point = point_at(one, method_and_law, matvecs);
  if (!point) return std::nullopt;
  return point->curve->rms[point->at];
}

std::string chosen_at(const AccuracyCurve& curve, std::size_t point) {
  if (point >= curve.chosen.size()) return {};
  std::vector<std::pair<Method, Index>> counts(curve.chosen[point].begin(),
                                               curve.chosen[point].end());
  std::stable_sort(counts.begin(), counts.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> words;
  for (const auto& [method, count] : counts) {
    words.push_back(counts.size() == 1 ? std::string(name(method))
                                       : fmt::format("{} {}", name(method), count));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

Table automatic_table(const std::string& name, const std::vector<AccuracyCase>& cases) {
  Table table(name, "RMS error of auto over that of the better of Hutchinson and XTrace",
              {"matrix", "metric", "matvecs", "hutchinson", "xtrace", "auto", "chosen", "ratio"});
  for (const AccuracyCase& one : cases) {
    for (const Budget& budget : table_budgets(1)) {
      const auto hutchinson = rms_at(one, {Method::hutchinson, Sphere{}}, budget.matvecs);
      const auto xtrace = rms_at(one, {Method::xtrace, Sphere{}}, budget.matvecs);
      const auto automatic = point_at(one, {Method::automatic, Sphere{}}, budget.matvecs);
      if (!hutchinson || !xtrace || !automatic) continue;
      const double better = std::min(*hutchinson, *xtrace);
      const double rms = automatic->curve->rms[automatic->at];
      table.add_row({one.matrix, one.metric, static_cast<std::int64_t>(budget.matvecs),
                     shown(*hutchinson), shown(*xtrace), shown(rms),
                     chosen_at(*automatic->curve, automatic->at),
                     better > 0 ? fmt::format("{:.2f}", rms / better) : std::string()});
    }
  }
  return table;
}

Table accuracy_points(const ReferenceResult& result) {
  Table table(
      "accuracy", "Every point",
      {"matrix", "metric", "field", "n", "trace", "estimator", "chosen", "probe", "matvecs", "runs",
       "mean |error|/|trace|", "RMS error/|trace|", "reference", "ratio", "within"});
  for (const auto* cases : {&result.cases, &result.pairs}) {
    for (const AccuracyCase& one : *cases) {
      for (const AccuracyCurve& curve : one.curves) {
        for (const std::size_t i : ordered(curve)) {
          std::vector<Cell> row{one.matrix,
                                one.metric,
                                reports::name(one.field),
                                static_cast<std::int64_t>(one.n),
                                one.trace.real(),
                                std::string(name(curve.method_and_law.method)),
                                chosen_at(curve, i),
                                std::string(name(curve.method_and_law.law)),
                                static_cast<std::int64_t>(curve.matvecs[i]),
                                static_cast<std::int64_t>(curve.runs[i]),
                                curve.error[i],
                                curve.rms[i]};
          if (const auto against = comparison_of(one, curve, i)) {
            row.insert(row.end(), {against->reference, against->ratio,
                                   std::string(against->within ? "yes" : "no")});
          } else {
            row.insert(row.end(), {std::string(), std::string(), std::string()});
          }
          table.add_row(std::move(row));
        }
      }
    }
  }
  return table;
}

}  // namespace isotrace::program
