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

/// Runs the recurrences of 8 sphere probes side by side until the mean half-width of their
/// quadratures is at most a twentieth of the standard error that Hutchinson's method would have
/// with the whole budget, or of the tolerance, whichever is greater; at most `most` steps, and at
/// most a quarter of the budget. With a budget of fewer than 128 products: a quarter of it, without
/// a pilot.
template <Scalar S>
StepPlan plan_steps(const PulledBack<S>& B, const SpectralFunction& f, const SpectrumBounds& bounds,
                    const Options& options, Index most);

}  // namespace isotrace::detail
