#pragma once

#include <isotrace/exact/form_sums.hpp>

namespace isotrace::exact::detail {

// What rounding did to values that V⁻¹ enters through a factor. With V̂ = V + E the matrix that the
// factor stands for, x = V̂⁻¹z and r = z − V x = E V̂⁻¹ z for ±1 probes z,
//   E[zᴴ r] = tr(E V̂⁻¹) = log det V̂ − log det V to first order, and
//   E[zᴴ A V⁻¹ r] = tr(A (V̂⁻¹ − V⁻¹)), up to its sign.
// r is as large as the rounding in its own computation, so that it shows the size of E and not its
// sign: bounds are a multiple of the root mean square over a few probes, always the same ones.
// 32 products, and 32 or 64 solves. No result depends on the number of threads.

/// For tr(V⁻¹A). Zero if no factor enters it: V⁻¹ is diagonal, or given and looked up, or A = VE
/// with the matrix E. NaN if the form has no apply.
template <Scalar S>
double trace_error(FormRef<S> form, MetricRef<S> metric, const Options& options);

/// A sum with its error: that of its own additions, and trace_error. Throws NotFiniteError if it
/// overflowed.
template <Scalar S>
ExactValue<Wide<S>> with_error(const EntrySum<S>& sum, FormRef<S> form, MetricRef<S> metric,
                               const Options& options);

/// Predicted seconds of trace_error on one core.
template <Scalar S>
double trace_error_seconds(FormRef<S> form, MetricRef<S> metric);

/// For log det V.
template <Scalar S>
double log_determinant_error(MetricRef<S> metric, const Options& options);

}  // namespace isotrace::exact::detail
