#pragma once

#include <optional>
#include <vector>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/gradient/descent.hpp>

namespace isotrace::program {

/// The options of a metric where nothing else is said: a bias coupled to its matrix, the damping
/// shared by both factors, metrics of every step's batch if the batch is `whole` and else of every
/// tenth; with the quadratic rule, its momentum.
gradient::DescentOptions default_descent(gradient::LayerMetric metric, gradient::StepRule rule,
                                         bool whole);

/// What is tried: numbers that are given; else a default, or a search.
struct Tuning {
  std::optional<double> step = {};     ///< else searched for, unless the rule finds it
  std::optional<double> damping = {};  ///< else 10⁻³ of its unit, or searched for
  bool search_damping = false;
};

/// Steps and dampings to try: 20, if anything is searched for, and else one. A damping's unit is
/// the mean eigenvalue tr M/(n + 1) of the second moment M of the inputs (x, 1), and 1 in the
/// metric of the outputs alone; dampings are 10⁻⁹ to 1 of it. Steps are 10⁻³ to 30 where the metric
/// has the inputs' moments, and else 1 to 10⁴ of 1/tr M. Throws OptionError if M overflows.
std::vector<gradient::DescentOptions> candidates(const gradient::DescentOptions& base,
                                                 const Tuning& tuning, const RowMatrix<double>& X);

}  // namespace isotrace::program
