#include <fmt/format.h>

#include <cmath>
#include <limits>

#include <train/comparison_pictures.hpp>
#include <train/spread.hpp>
#include <train/train_report.hpp>

namespace isotrace::program {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// Epochs to the Euclidean runs' best losses, over the seeds.
Spread epochs_to(const Comparison& comparison, const Curve& curve) {
  std::vector<double> epochs;
  for (const TrainingRun& run : curve.runs) {
    const auto there = reach_euclidean(comparison, run);
    epochs.push_back(there ? static_cast<double>(there->epoch) : never);
  }
  return spread_of(std::move(epochs));
}

}  // namespace

const char* const about_metrics =
    "Gradient descent of a mean loss in an inner product of each layer's matrix, (S, T) = "
    "tr(X⁻¹SᵀYT): δS = −Y⁻¹GX ((4.6)). euclidean: X = I and Y = I; mahalanobis: X⁻¹ is the "
    "covariance of the layer's inputs, so that the norm is the average response; fisher: Y is the "
    "Fisher matrix of its outputs; kfac: both. Both matrices are damped.";

std::string verdict_of(const Comparison& comparison) {
  const Curve* fastest = nullptr;
  Spread least{never, never, never};
  for (const Curve& curve : comparison.curves) {
    if (curve.metric == gradient::LayerMetric::euclidean) continue;
    const Spread spread = epochs_to(comparison, curve);
    if (!(spread.median < least.median)) continue;
    least = spread;
    fastest = &curve;
  }
  if (fastest == nullptr) return {};
  return fmt::format("{} reaches the best training loss of the Euclidean run after {} epochs.",
                     fastest->name, text_of(least));
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
