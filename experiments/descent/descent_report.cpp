#include <descent/descent_report.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <train/comparison_pictures.hpp>
#include <train/comparison_tables.hpp>
#include <train/train_report.hpp>

namespace isotrace::program {
namespace {

using gradient::Curvature;
using gradient::StepRule;
using reports::Report;

const char* const about_search =
    "Every curve is, for each seed, that of 20 runs with the least training loss at the end. With "
    "a "
    "fixed step these are 20 steps in the Euclidean metric, else 5 steps and 4 dampings. With the "
    "quadratic model, which finds the step and a momentum by the Gauss–Newton matrix of the batch "
    "along two directions, they are 20 dampings. Each seed has its own split of the rows, "
    "beginning "
    "and search. Seconds are those of the steps of one run alone, without the search and without "
    "measuring losses. As the training loss decides, the dampings are small, and a model may be "
    "trained further than is good for it: the test part shows that.";

const char* const about_traces =
    "The Hessian and the Gauss–Newton matrix of the trained model's mean loss are known by their "
    "products with vectors alone. Their traces are estimated in the Euclidean metric and in "
    "K-FAC's, "
    "⊕(Y ⊗ C ⊕ Y), both factors damped by a hundredth of their mean eigenvalue, in which a trace "
    "counts directions and does not depend on the scales of parameters. Exact: by as many products "
    "as there are parameters.";

const char* const about_norms =
    "A layer's matrix S between its inputs, with the inverse of their covariance as metric, and "
    "its "
    "outputs, with I. The Frobenius-type norm tr(X⁻¹SᵀS)^½ is the root mean square of ‖S(x − x̂)‖ "
    "over the data (section 3); the operator norm is the greatest ‖Sv‖ over ‖v‖ = 1 in the same "
    "metric.";

std::vector<Curve> with_rule(const Comparison& comparison, StepRule rule) {
  std::vector<Curve> curves;
  for (const Curve& curve : comparison.curves) {
    if (curve.rule == rule) curves.push_back(curve);
  }
  return curves;
}

void add_case(Report& report, const DescentCase& one) {
  const DescentTask& task = one.task;
  report.add_section(task.title, task.description + " " + verdict_of(one.comparison));
  for (const auto& [rule, name, words] :
       {std::tuple(StepRule::fixed, "fixed", "fixed step"),
        std::tuple(StepRule::quadratic, "quadratic", "step by the quadratic model")}) {
    for (auto& plot : comparison_plots(fmt::format("{}-{}", task.name, name),
                                       fmt::format("{}: {}", task.title, words),
                                       with_rule(one.comparison, rule))) {
      report.add(std::move(plot));
    }
  }
  report.add(comparison_table(task.name, one.comparison));
  report.add_file(runs_table(task.name + "-runs", one.comparison));
}

std::string words_of(const CurvatureTrace& one) {
  return fmt::format("{}, {}", one.curvature == Curvature::hessian ? "Hessian" : "Gauss–Newton",
                     one.kfac ? "K-FAC" : "Euclidean");
}

/// Whether the interval contains the exact value, up to rounding.
bool holds(const CurvatureTrace& one) {
  const auto& interval = one.estimate.interval;
  const double rounding = 1e-10 * std::abs(one.exact);
  return interval.low - rounding <= one.exact && one.exact <= interval.high + rounding;
}

std::string agreement(const std::vector<CurvatureTrace>& traces) {
  std::size_t holding = 0;
  for (const auto& one : traces) holding += holds(one) ? 1 : 0;
  return fmt::format("{} of {} intervals at 95 % contain the exact value.", holding, traces.size());
}

}  // namespace

reports::Table trace_table(const std::vector<CurvatureTrace>& traces) {
  reports::Table table(
      "traces", "Traces of second derivatives",
      {"model", "matrix, metric", "method", "parameters", "exact", "estimate", "matvecs", "holds"});
  for (const auto& one : traces) {
    const auto& e = one.estimate;
    table.add_row({one.model, words_of(one), std::string(name(one.method)),
                   static_cast<std::int64_t>(one.n), one.exact,
                   reports::Measured{e.value, e.interval.low, e.interval.high},
                   static_cast<std::int64_t>(e.matvecs), holds(one) ? "yes" : "no"});
  }
  return table;
}

reports::Table response_table(const std::vector<LayerResponse>& responses) {
  reports::Table table("layers", "Layers in the metric of their data",
                       {"model", "layer", "size", "root mean square on the data",
                        "Frobenius-type norm", "estimate", "operator norm"});
  for (const auto& one : responses) {
    const auto& e = one.estimate;
    table.add_row({one.model, static_cast<std::int64_t>(one.layer),
                   fmt::format("{} × {}", one.rows, one.cols), one.average, one.exact,
                   reports::Measured{e.value, e.interval.low, e.interval.high}, one.operator_norm});
  }
  return table;
}

reports::Plot trace_plot(const std::vector<CurvatureTrace>& traces) {
  reports::Plot plot{.name = "trace-ratios",
                     .title = "Traces of second derivatives of trained models",
                     .caption =
                         "Estimates over exact values, with their 95 % intervals, in the order of "
                         "the table.",
                     .x = {.label = "row of the table"},
                     .y = {.label = "estimate / exact"},
                     .lines = {{.label = "exact", .at = 1, .vertical = false}},
                     .legend = reports::Legend::below};
  for (const Method method : {Method::hutchinson, Method::xtrace}) {
    reports::Series series{.label = std::string(name(method)), .mark = reports::Mark::error_bars};
    for (std::size_t i = 0; i < traces.size(); ++i) {
      const auto& one = traces[i];
      if (one.method != method || one.exact == 0) continue;
      series.x.push_back(static_cast<double>(i + 1));
      const double low = one.estimate.interval.low / one.exact;
      const double high = one.estimate.interval.high / one.exact;
      series.y.push_back(one.estimate.value / one.exact);
      series.low.push_back(std::min(low, high));  // an exact value may be negative
      series.high.push_back(std::max(low, high));
    }
    plot.series.push_back(std::move(series));
  }
  return plot;
}

reports::Report descent_report(const DescentStudy& study) {
  Report report("isotrace: gradient descent in Frobenius-type inner products");
  report.add_section("What is compared", about_metrics);
  report.add(std::string(about_search));
  if (study.interrupted) {
    report.add(std::string("Interrupted: this report holds the runs that were finished."));
  }
  for (const auto& failure : study.failures) report.add(failure);
  if (!study.missing.empty()) {
    report.add(fmt::format("Without data: {}.", fmt::join(study.missing, ", ")));
  }
  for (const DescentCase& one : study.cases) add_case(report, one);
  if (!study.traces.empty()) {
    report.add_section("Traces of the trained models", about_traces);
    report.add(agreement(study.traces));
    report.add(trace_plot(study.traces));
    report.add(trace_table(study.traces));
  }
  if (!study.responses.empty()) {
    report.add_section("Average against maximum", about_norms);
    report.add(response_table(study.responses));
  }
  return report;
}

}  // namespace isotrace::program
