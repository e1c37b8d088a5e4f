#pragma once

#include "sample.hpp"

namespace isotrace {

/// How a value of the form becomes one with the wanted mean.
enum class Normalisation {
  mean,       ///< as it is: E[a(v,v)]
  by_moment,  ///< divided by the law's second moment: mean trace_V a
  by_norm     ///< divided by ‖v‖²_V and the direction moment: mean trace_V a (Remark 3.8)
};

/// Samples a form in a metric within the budget of options.
template <Scalar S>
Sample sample_form(FormRef<S> form, MetricRef<S> metric, const Options& options,
                   Normalisation normalisation);

/// The whole groups of probes that options.matvecs pays for at `cost` matvecs a probe. Throws
/// OptionError (both numbers) if that is none.
Index affordable_probes(const Options& options, Index cost);

}  // namespace isotrace
