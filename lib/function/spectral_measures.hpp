#pragma once

#include <vector>

#include <isotrace/operators/pulled_back.hpp>
#include <isotrace/trace/options.hpp>

#include "jacobi_matrix.hpp"

namespace isotrace::detail {

/// The measures of the finished probes, in order: of unit vectors, as coefficients of their
/// recurrences.
struct SpectralMeasures {
  std::vector<JacobiMatrix> probes;
  bool interrupted = false;
};

/// Those of options.matvecs / steps probes, by blocks in parallel. Throws OptionError as
/// form_spectral_density does. The measures do not depend on the number of threads.
template <Scalar S>
SpectralMeasures spectral_measures(FormRef<S> form, MetricRef<S> metric, const Options& options,
                                   Index steps);

}  // namespace isotrace::detail
