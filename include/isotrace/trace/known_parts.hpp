#pragma once

#include <isotrace/metric/euclidean.hpp>
#include <isotrace/operators/arguments.hpp>
#include <isotrace/operators/deflated_form.hpp>
#include <isotrace/operators/difference_form.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

namespace isotrace {

// Known parts of a form save matvecs, with every method. The tolerances of the options apply to the
// whole trace. Errors as for form_trace, and those stated.

/// trace_V a = known + trace_V(a − c) for an approximation c of a with trace_V c = known (a control
/// variate). Applications of c are not counted. Throws NotFiniteError if known is not finite.
template <class S>
Estimate<Wide<S>> control_variate_trace(FormRef<S> form, FormRef<S> approximation, Wide<S> known,
                                        MetricRef<S> metric, const Options& options = {});

/// trace_V a = Σ a(ũ_j, ũ_j) + trace_V a', where a' is a with the columns of U (n×r) deflated and
/// {ũ_j} is a V-orthonormal basis of their span (DeflatedForm): for example eigenvectors that carry
/// much of the trace. The values a(ũ_j, ũ_j) are paid from the budget. If the budget pays for all n
/// columns, every method but Hutchinson's computes the exact trace instead. Throws OptionError
/// (both numbers) if nothing of the budget remains after the sum, NotFiniteError if one of its
/// values is not finite.
/// U must not depend on the probes: if it is drawn from the library's stream, use another seed.
template <class S>
Estimate<Wide<S>> deflated_trace(FormRef<S> form, ConstBlockView<S> U, MetricRef<S> metric,
                                 const Options& options = {});

/// Both with the scalar deduced from the metric: a, and its approximation c, are forms, matrices or
/// operators; U is a dense matrix or expression.
template <class A, class C, class M>
auto control_variate_trace(const A& a, const C& approximation, Wide<detail::ScalarOf<M>> known,
                           const M& V, const Options& options = {}) {
  using S = detail::ScalarOf<M>;
  if constexpr (detail::accepts_in_metric<A, M>() && detail::accepts_form_or_operator<C, S>()) {
    return control_variate_trace<S>(detail::as_form<S>(a), detail::as_form<S>(approximation), known,
                                    MetricRef<S>(V), options);
  } else {
    return Estimate<Wide<S>>{};
  }
}
template <class A, class M>
auto deflated_trace(const A& a, const RowMatrix<detail::ScalarOf<M>>& U, const M& V,
                    const Options& options = {}) {
  using S = detail::ScalarOf<M>;
  if constexpr (detail::accepts_in_metric<A, M>()) {
    return deflated_trace<S>(detail::as_form<S>(a), view(U), MetricRef<S>(V), options);
  } else {
    return Estimate<Wide<S>>{};
  }
}

}  // namespace isotrace
