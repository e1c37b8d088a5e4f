#pragma once

#include <isotrace/metric/euclidean.hpp>
#include <isotrace/operators/arguments.hpp>
#include <isotrace/operators/deflated_form.hpp>
#include <isotrace/operators/difference_form.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

namespace isotrace {

// What the caller knows of a form spares matvecs, with every method of options. The tolerances are
// for the whole trace.

/// trace_V a = known + trace_V(a − c) for an approximation c of a with trace_V c = known (a control
/// variate). Applications of c are not counted. Throws NotFiniteError for a known trace that is not
/// finite.
template <class S>
Estimate<Wide<S>> control_variate_trace(FormRef<S> form, FormRef<S> approximation, Wide<S> known,
                                        MetricRef<S> metric, const Options& options = {});

/// trace_V a = Σ a(ũ_j, ũ_j) + trace_V a' with the columns of U deflated (DeflatedForm):
/// eigenvectors, or whatever spans much of a. The sum over their V-orthonormal basis is part of the
/// budget; where that pays for all n columns, every method but Hutchinson's computes the exact
/// trace instead. Throws OptionError (both numbers) where the sum leaves nothing of the budget,
/// NotFiniteError where one of its values is not finite.
/// U must not depend on the probes: one drawn from the library's own stream takes another seed.
template <class S>
Estimate<Wide<S>> deflated_trace(FormRef<S> form, ConstBlockView<S> U, MetricRef<S> metric,
                                 const Options& options = {});

/// Both for arguments as they are, the scalar deduced from the metric: a, and its approximation c,
/// are forms, matrices or operators. U: a dense matrix or expression.
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
