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

}  // namespace

std::vector<DescentOptions> candidates(const DescentOptions& base, const Fixed& fixed,
                                       const RowMatrix<double>& X) {
  constexpr int trials = 20;
  constexpr int steps_beside_dampings = 5;
  const bool damps = base.metric != LayerMetric::euclidean || base.rule == StepRule::quadratic;
  const bool search_step = !fixed.step && base.rule != StepRule::quadratic;
  const bool search_damping = !fixed.damping && damps;
  std::vector<double> steps{fixed.step.value_or(base.step)};
  std::vector<double> dampings{fixed.damping.value_or(base.damping)};
  const bool inputs = base.metric == LayerMetric::mahalanobis || base.metric == LayerMetric::kfac;
  const double moment = 1 + X.squaredNorm() / static_cast<double>(X.cols());
  if (!std::isfinite(moment)) {
    throw OptionError(
        "--data: found features whose squares overflow, expected smaller ones: --standardise "
        "scales them");
  }
  const double mean = moment / static_cast<double>(X.rows() + 1);
  if (search_step) {
    const int count = search_damping ? steps_beside_dampings : trials;
    steps = inputs ? geometric(1e-3, 30, count) : geometric(1 / moment, 1e3 / moment, count);
  }
  if (search_damping) {
    const double unit = base.metric == LayerMetric::fisher ? 1 : mean;
    const int count = search_step ? trials / steps_beside_dampings : trials;
    dampings = geometric(1e-9 * unit, 1e-3 * unit, count);
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
