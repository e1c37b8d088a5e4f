#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <train/comparison_pictures.hpp>
#include <train/comparison_tables.hpp>
#include <train/spread.hpp>

namespace isotrace::program {
namespace {

using reports::Mark;
using reports::Plot;
using reports::Scale;
using reports::Series;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What is drawn of an epoch's end, and what stands for it after a divergence.
struct Quantity {
  std::string name;  ///< of files
  std::string label;
  double (*of)(const EpochEnd&);
  double worst;
};

const Quantity epochs{"epochs", "epochs",
                      [](const EpochEnd& e) { return static_cast<double>(e.epoch); }, infinity};
const Quantity products{"products", "products of a layer's matrix with a sample",
                        [](const EpochEnd& e) { return static_cast<double>(e.products); },
                        infinity};
const Quantity seconds{"seconds", "seconds", [](const EpochEnd& e) { return e.seconds; }, infinity};

const Quantity loss{"loss", "training loss", [](const EpochEnd& e) { return e.train.loss; },
                    infinity};
const Quantity test_loss{"test-loss", "test loss", [](const EpochEnd& e) { return e.test.loss; },
                         infinity};
const Quantity test_accuracy{"accuracy", "test accuracy",
                             [](const EpochEnd& e) { return e.test.accuracy; }, 0};

/// The values of a curve's runs after some epochs; those of a run that was interrupted before are
/// left out.
std::vector<double> values_at(const Curve& curve, std::size_t epoch, const Quantity& quantity) {
  std::vector<double> values;
  for (const TrainingRun& run : curve.runs) {
    const auto& ends = run.tuned.result.epochs;
    if (epoch < ends.size()) {
      values.push_back(quantity.of(ends[epoch]));
    } else if (run.tuned.result.status == TrainingStatus::diverged) {
      values.push_back(quantity.worst);
    }
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

/// The medians as a line, or as a point if there is one, and ranges here and there.
void add_curve(Plot& plot, const Curve& curve, const Quantity& x, const Quantity& y) {
  const int style = static_cast<int>(curve.metric);
  Series line{.label = curve.name, .mark = Mark::lines, .style = style};
  Series bars{.mark = Mark::error_bars, .style = style};
  for (std::size_t epoch = 0; epoch < most_epochs(curve); ++epoch) {
    const Spread spread = spread_of(values_at(curve, epoch, y));
    if (!std::isfinite(spread.median)) continue;
    line.x.push_back(position(curve, epoch, x));
    line.y.push_back(spread.median);
    if (!has_bar(epoch + 1) || !std::isfinite(spread.low + spread.high)) continue;
    bars.x.push_back(line.x.back());
    bars.y.push_back(spread.median);
    bars.low.push_back(spread.low);
    bars.high.push_back(spread.high);
  }
  if (line.x.size() == 1) line.mark = Mark::points;
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

std::string caption(const std::vector<Curve>& curves, const Quantity& x, const Quantity& y) {
  std::string text =
      fmt::format("{} against {}{}.", y.label, x.label, &x == &seconds ? " of the steps" : "");
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  std::size_t seeds = 0;
  for (const Curve& curve : curves) seeds = std::max(seeds, curve.runs.size());
  if (seeds < 2) return text;
  return text +
         fmt::format(" Lines: medians of {} seeds; bars: from the least to the greatest.", seeds);
}

}  // namespace

std::vector<Plot> comparison_plots(const std::string& name, const std::string& title,
                                   const std::vector<Curve>& curves) {
  std::vector<Plot> plots;
  const Quantity& quality = judged_by_accuracy(curves) ? test_accuracy : test_loss;
  for (const Quantity* y : {&loss, &quality}) {
    for (const Quantity* x : {&epochs, &products, &seconds}) {
      Plot plot{.name = fmt::format("{}-{}-{}", name, y->name, x->name),
                .title = title,
                .caption = caption(curves, *x, *y),
                .x = {.label = x->label, .scale = Scale::logarithmic},
                .y = {.label = y->label,
                      .scale = y->worst == infinity ? Scale::logarithmic : Scale::linear},
                .legend = reports::Legend::below};
      for (const Curve& curve : curves) add_curve(plot, curve, *x, *y);
      if (has_point(plot)) plots.push_back(std::move(plot));
    }
  }
  return plots;
}

}  // namespace isotrace::program
