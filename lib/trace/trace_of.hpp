#pragma once

#include <isotrace/metric/metric.hpp>
#include <isotrace/operators/form.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

#include <lib/methods/aim.hpp>

namespace isotrace {

/// Throws, before any matvec, what trace_of would for these options.
template <Scalar S>
void require_traceable(FormRef<S> form, const Options& options);

/// The metric trace of a form by whatever method options name; root: the tolerances are for its
/// square root, a norm.
template <Scalar S>
Estimate<Wide<S>> trace_of(FormRef<S> form, MetricRef<S> metric, const Options& options,
                           const Aim<Wide<S>>& aim);

}  // namespace isotrace
