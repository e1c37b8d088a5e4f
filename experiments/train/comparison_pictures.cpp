#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <train/comparison_pictures.hpp>
#include <train/spread.hpp>
#include <train/words.hpp>

namespace isotrace::program {
namespace {

using reports::Cell;
using reports::Mark;
using reports::Plot;
using reports::Scale;
using reports::Series;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Whether the test part is judged by the accuracy, and not by the loss.
bool has_accuracy(const std::vector<Curve>& curves) {
  return !curves.empty() && std::isfinite(curves.front().runs.front().train.accuracy);
}

double judged(const Quality& quality, bool by_accuracy) {
  return by_accuracy ? quality.accuracy : quality.loss;
}

bool diverged(const TrainingRun& run) {
  return run.tuned.result.status == TrainingStatus::diverged;
}

template <class Get>
std::string over_runs(const Curve& curve, const Get& get, int digits = 3) {
  std::vector<double> values;
  for (const TrainingRun& run : curve.runs) values.push_back(get(run));
  return text_of(spread_of(std::move(values)), digits);
}

/// What is drawn of an epoch's end, and what stands for it after a divergence.
struct Quantity {
  std::string label;
  double (*of)(const EpochEnd&);
  double worst;
};

/// The values of a curve's runs after some epochs.
std::vector<double> values_at(const Curve& curve, std::size_t epoch, const Quantity& quantity) {
  std::vector<double> values;
  for (const TrainingRun& run : curve.runs) {
    const auto& epochs = run.tuned.result.epochs;
    values.push_back(epoch < epochs.size() ? quantity.of(epochs[epoch]) : quantity.worst);
  }
  return values;
}

/// The horizontal position: that of the runs that came so far.
double position(const Curve& curve, std::size_t epoch, const Quantity& x) {
  std::vector<double> values = values_at(curve, epoch, x);
  std::erase_if(values, [](double v) { return !std::isfinite(v); });
  return spread_of(std::move(values)).median;
}

std::size_t most_epochs(const Curve& curve) {
  std::size_t most = 0;
  for (const TrainingRun& run : curve.runs) most = std::max(most, run.tuned.result.epochs.size());
  return most;
}

/// 1, 2, 5, 10, 20, 50, …: where ranges are drawn.
bool has_bar(std::size_t count) {
  while (count >= 10 && count % 10 == 0) count /= 10;
  return count == 1 || count == 2 || count == 5;
}

/// The medians as a line, and ranges here and there.
void add_curve(Plot& plot, const Curve& curve, const Quantity& x, const Quantity& y) {
  const int style = static_cast<int>(curve.metric);
  Series line{.label = curve.name, .mark = Mark::lines, .style = style};
  Series bars{.mark = Mark::error_bars, .style = style};
  for (std::size_t epoch = 0; epoch < most_epochs(curve); ++epoch) {
    const Spread spread = spread_of(values_at(curve, epoch, y));
    if (!std::isfinite(spread.median)) continue;
    line.x.push_back(position(curve, epoch, x));
    line.y.push_back(spread.median);
    if (!has_bar(epoch + 1) || !std::isfinite(spread.high)) continue;
    bars.x.push_back(line.x.back());
    bars.y.push_back(spread.median);
    bars.low.push_back(spread.low);
    bars.high.push_back(spread.high);
  }
  plot.series.push_back(std::move(line));
  if (!bars.x.empty() && curve.runs.size() > 1) plot.series.push_back(std::move(bars));
}

bool has_point(const Plot& plot) {
  return std::any_of(plot.series.begin(), plot.series.end(), [&](const Series& series) {
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      if (series.x[i] > 0 && (plot.y.scale == Scale::linear || series.y[i] > 0)) return true;
    }
    return false;
  });
}

std::string caption(const std::vector<Curve>& curves, const std::string& what) {
  const std::size_t seeds = curves.empty() ? 0 : curves.front().runs.size();
  if (seeds < 2) return what;
  return what +
         fmt::format(" Lines: medians of {} seeds; bars: from the least to the greatest.", seeds);
}

const Quantity epochs{"epochs", [](const EpochEnd& e) { return static_cast<double>(e.epoch); },
                      infinity};
const Quantity loss{"training loss", [](const EpochEnd& e) { return e.train.loss; }, infinity};
const Quantity test_loss{"test loss", [](const EpochEnd& e) { return e.test.loss; }, infinity};
const Quantity test_accuracy{"test accuracy", [](const EpochEnd& e) { return e.test.accuracy; }, 0};
const Quantity products{"products of a layer's matrix with a sample",
                        [](const EpochEnd& e) { return static_cast<double>(e.products); },
                        infinity};
const Quantity seconds{"seconds", [](const EpochEnd& e) { return e.seconds; }, infinity};

}  // namespace

reports::Table comparison_table(const std::string& name, const Comparison& comparison) {
  const bool accuracy = has_accuracy(comparison.curves);
  const std::string test = accuracy ? "test accuracy" : "test loss";
  reports::Table table(name, "Medians and ranges of the seeds",
                       {"metric", "training loss", test, "epochs to Euclid's", "seconds to it",
                        test + " there", "diverged"});
  for (const Curve& curve : comparison.curves) {
    const auto at = [&](double (*of)(const EpochEnd&), double never) {
      return over_runs(curve, [&](const TrainingRun& run) {
        const auto there = reach_euclidean(comparison, run);
        return there ? of(*there) : never;
      });
    };
    table.add_row(
        {curve.name, over_runs(curve, [](const TrainingRun& run) { return run.train.loss; }),
         over_runs(curve, [&](const TrainingRun& run) { return judged(run.test, accuracy); }),
         at([](const EpochEnd& r) { return static_cast<double>(r.epoch); }, infinity),
         at([](const EpochEnd& r) { return r.seconds; }, infinity),
         accuracy ? at([](const EpochEnd& r) { return r.test.accuracy; }, infinity)
                  : at([](const EpochEnd& r) { return r.test.loss; }, infinity),
         static_cast<std::int64_t>(std::count_if(curve.runs.begin(), curve.runs.end(), diverged))});
  }
  return table;
}

reports::Table runs_table(const std::string& name, const Comparison& comparison) {
  reports::Table table(
      name, "Every run, with what its search chose",
      {"metric", "seed", "step", "damping", "epochs", "training loss", "training accuracy",
       "test loss", "test accuracy", "products", "seconds", "epochs to Euclid's", "seconds to it"});
  const auto known = [](double value, bool used = true) {
    return used && !std::isnan(value) ? Cell(value) : Cell("");
  };
  for (const Curve& curve : comparison.curves) {
    for (const TrainingRun& run : curve.runs) {
      const auto& [descent, result] = run.tuned;
      const auto there = reach_euclidean(comparison, run);
      const bool by_model = curve.rule == gradient::StepRule::quadratic;
      const bool damps = by_model || curve.metric != gradient::LayerMetric::euclidean;
      const bool none = result.epochs.empty();
      table.add_row({curve.name, std::to_string(run.seed), known(descent.step, !by_model),
                     known(descent.damping, damps), static_cast<std::int64_t>(result.epochs.size()),
                     known(run.train.loss), known(run.train.accuracy), known(run.test.loss),
                     known(run.test.accuracy), none ? 0 : result.epochs.back().products,
                     none ? 0.0 : result.epochs.back().seconds,
                     there ? Cell(static_cast<std::int64_t>(there->epoch)) : Cell("never"),
                     there ? Cell(there->seconds) : Cell("never")});
    }
  }
  return table;
}

std::vector<Plot> comparison_plots(const std::string& name, const std::string& title,
                                   const std::vector<Curve>& curves) {
  std::vector<Plot> plots;
  const auto add = [&](const std::string& suffix, const Quantity& x, const Quantity& y,
                       const std::string& what) {
    Plot plot{.name = name + "-" + suffix, .title = title, .caption = caption(curves, what)};
    plot.x = {.label = x.label, .scale = Scale::logarithmic};
    plot.y = {.label = y.label, .scale = y.worst == infinity ? Scale::logarithmic : Scale::linear};
    plot.legend = reports::Legend::below;
    for (const Curve& curve : curves) add_curve(plot, curve, x, y);
    if (has_point(plot)) plots.push_back(std::move(plot));
  };
  add("epochs", epochs, loss, "Training loss against epochs.");
  add("products", products, loss, "The same against the work that it took.");
  add("seconds", seconds, loss, "The same against time.");
  const bool accuracy = has_accuracy(curves);
  add(accuracy ? "accuracy" : "test-loss", epochs, accuracy ? test_accuracy : test_loss,
      accuracy ? "Accuracy on rows that were not trained with."
               : "Loss on rows that were not trained with.");
  return plots;
}

}  // namespace isotrace::program
