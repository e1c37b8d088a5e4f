#pragma once

#include <isotrace/function/function_form.hpp>
#include <isotrace/trace/options.hpp>

#include "jacobi_matrix.hpp"

namespace isotrace::detail {

/// How many steps a value takes, and what finding out took.
struct StepPlan {
  Index steps;
  Index matvecs;
};

/// Runs the recurrences of 8 probes side by side until the mean half-width of their quadratures is
/// at most a tenth of the standard error that the rest of the budget will leave, or of the
/// tolerance, whichever is greater; at most `most` steps, and at most a quarter of the budget.
template <Scalar S>
StepPlan plan_steps(const PulledBack<S>& B, const SpectralFunction& f, const SpectrumBounds& bounds,
                    const Options& options, Index most);

}  // namespace isotrace::detail
