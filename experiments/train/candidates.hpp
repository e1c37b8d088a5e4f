#pragma once

#include <optional>
#include <vector>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/gradient/descent.hpp>

namespace isotrace::program {

/// What is not searched for.
struct Fixed {
  std::optional<double> step;
  std::optional<double> damping;
};

/// Steps and dampings to try, 20 with every metric if neither is fixed: where a rule finds the
/// step, or no matrix is damped, a finer grid of what remains. They are relative to the scale of
/// the inputs X where the metric is not: steps to 1/tr M, and dampings to tr M/(n + 1), M being the
/// second moment of (x, 1), of which they are 10⁻⁹ to 10⁻³: with more a metric is nearly Euclidean
/// in most directions. One, if all is fixed. Throws OptionError if the moment overflows.
std::vector<gradient::DescentOptions> candidates(const gradient::DescentOptions& base,
                                                 const Fixed& fixed, const RowMatrix<double>& X);

}  // namespace isotrace::program
