#include <fmt/format.h>

#include <cmath>
#include <limits>

#include <train/comparison_pictures.hpp>
#include <train/comparison_tables.hpp>
#include <train/train_report.hpp>

namespace isotrace::program {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

double epoch_of(const EpochEnd& end) {
  return static_cast<double>(end.epoch);
}
double seconds_of(const EpochEnd& end) {
  return end.seconds;
}

/// "at an accuracy of 0.96 on the test part, where the Euclidean run ends with 0.958".
std::string accuracy_words(const Comparison& comparison, const Curve& curve,
                           const Curve& euclidean) {
  if (!judged_by_accuracy(comparison.curves)) return {};
  const auto there = spread_at_euclidean(
      comparison, curve, [](const EpochEnd& e) { return e.test.accuracy; }, -never);
  std::vector<double> ends;
  for (const TrainingRun& run : euclidean.runs) ends.push_back(run.test.accuracy);
  const Spread plain = spread_of(std::move(ends));
  if (std::isnan(there.median) || std::isnan(plain.median)) return {};
  return fmt::format(", then with a test accuracy of {} (the Euclidean run ends with {})",
                     text_of(there), text_of(plain));
}

}  // namespace

const char* const about_metrics =
    "Gradient descent of a mean loss in an inner product of each layer's matrix, (S, T) = "
    "tr(X⁻¹SᵀYT): δS = −Y⁻¹GX ((4.6)). euclidean: X = I and Y = I; mahalanobis: X⁻¹ is the "
    "covariance of the layer's inputs, so that the norm is the average response; fisher: Y is the "
    "Fisher matrix of its outputs; kfac: both. Both matrices are damped.";

std::string verdict_of(const Comparison& comparison) {
  const Curve* euclidean = nullptr;
  const Curve* fastest = nullptr;
  Spread least{never, never, never};
  for (const Curve& curve : comparison.curves) {
    if (curve.metric == gradient::LayerMetric::euclidean) {
      if (euclidean == nullptr) euclidean = &curve;
      continue;
    }
    const Spread spread = spread_at_euclidean(comparison, curve, epoch_of, never);
    if (!(spread.median < least.median)) continue;
    least = spread;
    fastest = &curve;
  }
  if (euclidean == nullptr || fastest == nullptr) return {};
  const auto plain = spread_at_euclidean(comparison, *euclidean, epoch_of, never);
  return fmt::format(
      "{} reaches the best training loss of the {} run after {} epochs and {} s, instead of {} and "
      "{} s{}.",
      fastest->name, euclidean->name, text_of(least),
      text_of(spread_at_euclidean(comparison, *fastest, seconds_of, never)), text_of(plain),
      text_of(spread_at_euclidean(comparison, *euclidean, seconds_of, never)),
      accuracy_words(comparison, *fastest, *euclidean));
}

reports::Report train_report(const std::string& data, const Comparison& comparison) {
  reports::Report report("isotrace: gradient descent, metric by metric", "",
                         {verdict_of(comparison)});
  report.add_section("Training", about_metrics);
  report.add(data);
  if (comparison.interrupted) {
    report.add(std::string("Interrupted: the last run is not complete."));
  }
  for (auto& plot : comparison_plots("training", "Gradient descent", comparison.curves)) {
    report.add(std::move(plot));
  }
  report.add(comparison_table("comparison", comparison));
  report.add(runs_table("runs", comparison));
  return report;
}

}  // namespace isotrace::program
