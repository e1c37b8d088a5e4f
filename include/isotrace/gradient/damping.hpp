#pragma once

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/metric/dense.hpp>

namespace isotrace::gradient {

/// How λ is shared between the moments C of the inputs and the matrix Y of the outputs.
enum class Damping {
  plain,    ///< C + λI and Y + λI
  factored  ///< C + π√λ I and Y + √λ/π I, π² = (tr C/n)/(tr Y/m) (Martens and Grosse, section 6.3)
};

/// What is added to the diagonals.
struct FactorDamping {
  double input;
  double output;
};

/// C and Y are symmetric, with traces that are not negative; a trace of zero counts as 1 in π.
/// Throws ShapeError unless they are square, OptionError unless λ ≥ 0 is finite.
FactorDamping factor_damping(Damping kind, double lambda, ConstBlockView<double> C,
                             ConstBlockView<double> Y);

/// C + λI as a metric. Throws what DenseMetric throws.
DenseMetric<double> damped_metric(ConstBlockView<double> C, double lambda);

}  // namespace isotrace::gradient
