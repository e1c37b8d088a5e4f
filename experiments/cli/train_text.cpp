#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include <cli/train_text.hpp>
#include <train/comparison_json.hpp>
#include <train/comparison_tables.hpp>
#include <train/words.hpp>

namespace isotrace::program {
namespace {

using gradient::LayerMetric;
using gradient::StepRule;
using nlohmann::ordered_json;

/// A curve's first run, and with several seeds all of them.
ordered_json json_of(const Curve& curve, const Comparison& comparison, const TrainArguments& a,
                     Index rows) {
  ordered_json runs = ordered_json::array();
  for (const TrainingRun& run : curve.runs) {
    runs.push_back(json_of(run, std::min(a.batch.value_or(rows), rows)));
    if (a.metric.empty()) runs.back()["to_euclidean"] = json_of(reach_euclidean(comparison, run));
  }
  ordered_json json = runs.front();
  if (a.seeds > 1) json["runs"] = std::move(runs);
  return json;
}

std::string text_of(const Curve& curve, const Comparison& comparison) {
  const TrainingRun& run = curve.runs.front();
  const auto& [descent, result] = run.tuned;
  std::string text = fmt::format(
      "{:<12}loss {}", curve.name,
      std::isfinite(run.train.loss) ? fmt::format("{:.4g}", run.train.loss) : "not finite");
  if (std::isfinite(run.train.accuracy)) {
    text += fmt::format(", accuracy {:.4f}", run.train.accuracy);
  }
  if (std::isfinite(run.test.loss)) text += fmt::format("; test loss {:.4g}", run.test.loss);
  if (std::isfinite(run.test.accuracy)) text += fmt::format(", accuracy {:.4f}", run.test.accuracy);
  text += fmt::format("\n{:<12}", "");
  if (descent.rule == StepRule::quadratic) {
    text += "step by the quadratic model";
  } else {
    text += fmt::format("step {:.3g}{}", descent.step,
                        descent.rule == StepRule::armijo ? " by Armijo's rule" : "");
  }
  if (descent.metric != LayerMetric::euclidean || descent.rule == StepRule::quadratic) {
    text += fmt::format(", damping {:.2g}", descent.damping);
  }
  text +=
      fmt::format("; {} epochs, {:.3g} s, {}", result.epochs.size(),
                  result.epochs.empty() ? 0 : result.epochs.back().seconds, name_of(result.status));
  text += result.cause.empty() ? "\n" : fmt::format(": {}\n", result.cause);
  const auto there = reach_euclidean(comparison, run);
  if (curve.metric == LayerMetric::euclidean || !there) return text;
  return text + fmt::format("{:<12}reaches the Euclidean best in {} epochs, {:.3g} s\n", "",
                            there->epoch, there->seconds);
}

}  // namespace

std::string about(const Dataset& data) {
  return fmt::format(
      "{} features, {}, {} rows to train with and {} to test\n", data.encoding.shift.size(),
      data.encoding.classes.empty() ? "a number to predict"
                                    : fmt::format("{} classes", data.encoding.classes.size()),
      data.train.size(), data.test.size());
}

std::string train_text(const TrainArguments& arguments, const Comparison& comparison,
                       const Dataset& data) {
  if (arguments.seeds > 1) return about(data) + comparison_table("comparison", comparison).text();
  std::string text = about(data);
  for (const Curve& curve : comparison.curves) text += text_of(curve, comparison);
  return text;
}

std::string train_json(const TrainArguments& arguments, const Comparison& comparison, Index rows) {
  ordered_json all = ordered_json::array();
  for (const Curve& curve : comparison.curves) {
    all.push_back(json_of(curve, comparison, arguments, rows));
  }
  return (arguments.metric.empty() ? all : all.front()).dump() + "\n";
}

}  // namespace isotrace::program
