#pragma once

#include <isotrace/metric/metric.hpp>
#include <isotrace/operators/form_ref.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

#include <lib/sampling/normalisation.hpp>
#include "estimand.hpp"

namespace isotrace {

/// Whether the exact trace costs no more than what would be spent anyway: the budget, or with a
/// tolerance the first look.
template <Scalar S>
bool pays_for_all_columns(FormRef<S> form, const Options& options);

/// Throws, before any matvec, what estimate_trace would for these options.
template <Scalar S>
void require_traceable(FormRef<S> form, const Options& options);

/// The metric trace of a form by the method of options, within its budget or to its tolerance.
template <Scalar S>
Estimate<Wide<S>> estimate_trace(FormRef<S> form, MetricRef<S> metric, const Options& options,
                                 const Estimand<Wide<S>>& estimand);

/// The mean of the form's values as they are, by Hutchinson's method. Throws OptionError where
/// options name another, or ask for normalised values.
template <Scalar S>
Estimate<Wide<S>> estimate_mean(FormRef<S> form, MetricRef<S> metric, const Options& options);

/// Throws OptionError where options name a method other than Hutchinson's; `what` is only sampled.
void require_no_method(const Options& options, const char* what);

}  // namespace isotrace
