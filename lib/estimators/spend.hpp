#pragma once

#include <isotrace/estimators/options.hpp>
#include <isotrace/metric/metric.hpp>
#include <isotrace/operators/form.hpp>
#include <isotrace/results/estimate.hpp>

#include "aim.hpp"

namespace isotrace {

/// The metric trace of a form by the method of options, within its budget or to its tolerance;
/// root: the tolerances are for the square root of the trace.
template <Scalar S>
Estimate<Wide<S>> spend(FormRef<S> form, MetricRef<S> metric, const Options& options,
                        const Aim<Wide<S>>& aim);

}  // namespace isotrace
