#pragma once

#include <isotrace/metric/metric.hpp>
#include <isotrace/operators/form.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

#include <lib/methods/aim.hpp>

namespace isotrace {

/// Whether the exact trace costs no more than what would be spent anyway: the budget, or with a
/// tolerance the first look.
template <Scalar S>
bool pays_for_all_columns(FormRef<S> form, const Options& options);

/// Throws OptionError, before any matvec, for options that spend() has no use for, and where the
/// form cannot be applied.
template <Scalar S>
void require_spendable(FormRef<S> form, const Options& options);

/// The metric trace of a form by the method of options, within its budget or to its tolerance;
/// root: the tolerances are for the square root of the trace.
template <Scalar S>
Estimate<Wide<S>> spend(FormRef<S> form, MetricRef<S> metric, const Options& options,
                        const Aim<Wide<S>>& aim);

}  // namespace isotrace
