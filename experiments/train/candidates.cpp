#include <cmath>

#include <isotrace/core/error.hpp>
#include <train/candidates.hpp>

namespace isotrace::program {
namespace {

using gradient::DescentOptions;
using gradient::LayerMetric;
using gradient::StepRule;

/// From low to high, equal factors apart.
std::vector<double> geometric(double low, double high, int count) {
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(count));
  for (int k = 0; k < count; ++k) {
    values.push_back(low * std::pow(high / low, count > 1 ? double(k) / (count - 1) : 0));
  }
  return values;
}

/// 1 + mean ‖x‖² = tr M.
double second_moment(const RowMatrix<double>& X) {
  const double moment = 1 + X.squaredNorm() / static_cast<double>(X.cols());
  if (std::isfinite(moment)) return moment;
  throw OptionError(
      "--data: found features whose squares overflow, expected smaller ones: --standardise "
      "scales them");
}

}  // namespace

DescentOptions default_descent(LayerMetric metric, StepRule rule, bool whole) {
  DescentOptions options;
  options.metric = metric;
  options.rule = rule;
  options.homogeneous = true;
  options.damping_kind = gradient::Damping::factored;
  options.refresh = whole ? 1 : 10;
  options.momentum = rule == StepRule::quadratic ? 0.9 : 0;
  return options;
}

std::vector<DescentOptions> candidates(const DescentOptions& base, const Tuning& tuning,
                                       const RowMatrix<double>& X) {
  constexpr int trials = 20;
  constexpr int steps_beside_dampings = 5;
  constexpr double default_damping = 1e-3;
  const bool damps = base.metric != LayerMetric::euclidean || base.rule == StepRule::quadratic;
  const bool search_step = !tuning.step && base.rule != StepRule::quadratic;
  const bool search_damping = !tuning.damping && damps && tuning.search_damping;
  const bool inputs = base.metric == LayerMetric::mahalanobis || base.metric == LayerMetric::kfac;
  const double moment = second_moment(X);
  const double unit =
      base.metric == LayerMetric::fisher ? 1 : moment / static_cast<double>(X.rows() + 1);
  std::vector<double> steps{tuning.step.value_or(base.step)};
  std::vector<double> dampings{tuning.damping.value_or(default_damping * unit)};
  if (search_step) {
    const int count = search_damping ? steps_beside_dampings : trials;
    steps = inputs ? geometric(1e-3, 30, count) : geometric(1 / moment, 1e4 / moment, count);
  }
  if (search_damping) {
    dampings = geometric(1e-9 * unit, unit, search_step ? trials / steps_beside_dampings : trials);
  }
  std::vector<DescentOptions> all;
  for (const double damping : dampings) {
    for (const double step : steps) {
      all.push_back(base);
      all.back().damping = damping;
      all.back().step = step;
    }
  }
  return all;
}

}  // namespace isotrace::program
