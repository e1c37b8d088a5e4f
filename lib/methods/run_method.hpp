#pragma once

#include <isotrace/metric/metric.hpp>
#include <isotrace/operators/form_ref.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

#include <lib/sampling/normalisation.hpp>
#include "estimand.hpp"

namespace isotrace {

/// Whether the exact trace costs no more matvecs than the method would spend anyway: the budget or,
/// with a tolerance, the first look.
template <Scalar S>
bool pays_for_all_columns(FormRef<S> form, const Options& options);

/// Throws what estimate_trace would throw for these options, before any matvec.
template <Scalar S>
void require_traceable(FormRef<S> form, const Options& options);

/// The metric trace of a form by the method of options, within its budget or to its tolerance.
template <Scalar S>
Estimate<Wide<S>> estimate_trace(FormRef<S> form, MetricRef<S> metric, const Options& options,
                                 const Estimand<Wide<S>>& estimand);

/// The mean of the form's values without normalisation, by Hutchinson's method. Throws OptionError
/// if options name another method or ask for normalised values.
template <Scalar S>
Estimate<Wide<S>> estimate_mean(FormRef<S> form, MetricRef<S> metric, const Options& options);

/// Throws OptionError if options name a method other than Hutchinson's. `what` names the quantity,
/// which can only be sampled.
void require_no_method(const Options& options, const char* what);

}  // namespace isotrace
