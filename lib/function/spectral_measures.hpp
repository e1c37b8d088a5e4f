#pragma once

#include <vector>

#include <isotrace/operators/pulled_back.hpp>
#include <isotrace/trace/options.hpp>

#include "jacobi_matrix.hpp"

namespace isotrace::detail {

/// The spectral measure of a unit vector by the coefficients of its recurrence: whole, if that
/// ended.
struct SpectralMeasure {
  JacobiMatrix T = {};
  bool ended = false;
};

/// Those of the finished probes, in order.
struct SpectralMeasures {
  std::vector<SpectralMeasure> probes;
  bool interrupted = false;
};

/// Those of options.matvecs / steps probes, by blocks in parallel. Throws OptionError as
/// form_spectral_density does. The measures do not depend on the number of threads.
template <Scalar S>
SpectralMeasures spectral_measures(FormRef<S> form, MetricRef<S> metric, const Options& options,
                                   Index steps);

}  // namespace isotrace::detail
