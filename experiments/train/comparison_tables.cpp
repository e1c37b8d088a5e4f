#include <algorithm>
#include <cmath>
#include <limits>

#include <train/comparison_tables.hpp>
#include <train/words.hpp>

namespace isotrace::program {
namespace {

using reports::Cell;

constexpr double infinity = std::numeric_limits<double>::infinity();

bool complete(const TrainingRun& run) {
  return run.tuned.result.status != TrainingStatus::interrupted;
}

template <class Get>
Spread over_runs(const Curve& curve, const Get& get) {
  std::vector<double> values;
  for (const TrainingRun& run : curve.runs) {
    if (complete(run)) values.push_back(get(run));
  }
  return spread_of(std::move(values));
}

bool damps(const Curve& curve) {
  return curve.rule == gradient::StepRule::quadratic ||
         curve.metric != gradient::LayerMetric::euclidean;
}

Cell known(double value, bool used = true) {
  return used && !std::isnan(value) ? Cell(value) : Cell("");
}

std::vector<Cell> row_of(const Comparison& comparison, const Curve& curve, const TrainingRun& run) {
  const auto& [descent, result] = run.tuned;
  const auto there = reach_euclidean(comparison, run);
  const bool none = result.epochs.empty();
  return {
      curve.name,
      std::to_string(run.seed),
      known(descent.step, curve.rule != gradient::StepRule::quadratic),
      known(descent.damping, damps(curve)),
      static_cast<std::int64_t>(result.epochs.size()),
      known(run.train.loss),
      known(run.train.accuracy),
      known(run.test.loss),
      known(run.test.accuracy),
      none ? std::int64_t{0} : result.epochs.back().products,
      none ? 0.0 : result.epochs.back().seconds,
      there ? Cell(static_cast<std::int64_t>(there->epoch)) : Cell("never"),
      there ? Cell(there->seconds) : Cell("never"),
      result.cause.empty() ? name_of(result.status) : name_of(result.status) + ": " + result.cause};
}

}  // namespace

bool judged_by_accuracy(const std::vector<Curve>& curves) {
  return !curves.empty() && std::isfinite(curves.front().runs.front().train.accuracy);
}

Spread spread_at_euclidean(const Comparison& comparison, const Curve& curve,
                           double (*of)(const EpochEnd&), double never) {
  return over_runs(curve, [&](const TrainingRun& run) {
    const auto there = reach_euclidean(comparison, run);
    return there ? of(*there) : never;
  });
}

reports::Table comparison_table(const std::string& name, const Comparison& comparison) {
  const bool accuracy = judged_by_accuracy(comparison.curves);
  const std::string test = accuracy ? "test accuracy" : "test loss";
  reports::Table table(name, "Medians and ranges of the seeds",
                       {"metric", "training loss", test, "epochs to the Euclidean best",
                        "seconds to it", test + " there", "diverged"});
  for (const Curve& curve : comparison.curves) {
    const auto at = [&](double (*of)(const EpochEnd&), double never) {
      return text_of(spread_at_euclidean(comparison, curve, of, never));
    };
    const auto diverged = std::count_if(
        curve.runs.begin(), curve.runs.end(),
        [](const TrainingRun& run) { return run.tuned.result.status == TrainingStatus::diverged; });
    table.add_row({curve.name,
                   text_of(over_runs(curve, [](const TrainingRun& run) { return run.train.loss; })),
                   text_of(over_runs(curve,
                                     [&](const TrainingRun& run) {
                                       return accuracy ? run.test.accuracy : run.test.loss;
                                     })),
                   at([](const EpochEnd& e) { return static_cast<double>(e.epoch); }, infinity),
                   at([](const EpochEnd& e) { return e.seconds; }, infinity),
                   accuracy ? at([](const EpochEnd& e) { return e.test.accuracy; }, -infinity)
                            : at([](const EpochEnd& e) { return e.test.loss; }, infinity),
                   static_cast<std::int64_t>(diverged)});
  }
  return table;
}

reports::Table runs_table(const std::string& name, const Comparison& comparison) {
  reports::Table table(name, "Every run, with what its search chose",
                       {"metric", "seed", "step", "damping", "epochs", "training loss",
                        "training accuracy", "test loss", "test accuracy", "products", "seconds",
                        "epochs to the Euclidean best", "seconds to it", "status"});
  for (const Curve& curve : comparison.curves) {
    for (const TrainingRun& run : curve.runs) table.add_row(row_of(comparison, curve, run));
  }
  return table;
}

}  // namespace isotrace::program
