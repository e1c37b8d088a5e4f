#pragma once

#include <isotrace/metric/euclidean.hpp>
#include <isotrace/operators/arguments.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

namespace isotrace {

/// E[a(v, v)] for v = Q x, x from options.law: Theorem 3.1, tr(A C) with C = second_moment · V⁻¹.
/// The mean itself, not normalised. One matvec a probe for an operator form. Errors: ShapeError,
/// OptionError, NotFiniteError (row, column of the block) and whatever the operator throws.
template <class S>
Estimate<Wide<S>> mean_form(FormRef<S> form, MetricRef<S> metric, const Options& options = {});

/// E[a(v, v)] for v = F x with any linear map F: 𝕂ʳ → 𝕂ⁿ, so under any covariance
/// C = second_moment · F Fᴴ, singular or not (Theorem 3.1, (3.2)). F's products are free.
template <class S>
Estimate<Wide<S>> mean_form_factor(FormRef<S> form, OperatorRef<S> factor,
                                   const Options& options = {});

/// trace_V a = tr(V⁻¹A) by averaging (Theorem 3.5 for the sphere; ball and Gaussian divided by
/// their second moment, or with options.normalised by ‖v‖²_V, Remark 3.8; signs and phases:
/// Theorem 3.1). Exact mean-square error: exact::probe_variance / probes.
template <class S>
Estimate<Wide<S>> form_trace(FormRef<S> form, MetricRef<S> metric, const Options& options = {});

// The same for arguments as they are, the scalar deduced from the metric. Where a form is asked
// for, a matrix or an operator A stands for its own, vᴴ A u.

template <class F, class M>
auto mean_form(const F& form, const M& V, const Options& options = {}) {
  using S = detail::ScalarOf<M>;
  if constexpr (detail::accepts_in_metric<F, M>()) {
    return mean_form<S>(detail::as_form<S>(form), MetricRef<S>(V), options);
  } else {
    return Estimate<Wide<S>>{};
  }
}
template <class F, class Op>
auto mean_form_factor(const F& form, const Op& factor, const Options& options = {}) {
  using S = detail::OperatorScalarOf<F>;
  if constexpr (detail::accepts_form_or_operator<F, S>() && detail::accepts_operator<Op, S>()) {
    return mean_form_factor<S>(detail::as_form<S>(form), OperatorRef<S>(factor), options);
  } else {
    return Estimate<Wide<S>>{};
  }
}

/// The metric trace tr(V⁻¹A) of a matrix, an operator or a form A.
template <class A, class M>
auto metric_trace(const A& a, const M& V, const Options& options = {}) {
  using S = detail::ScalarOf<M>;
  if constexpr (detail::accepts_in_metric<A, M>()) {
    return form_trace<S>(detail::as_form<S>(a, budget_of(options)), MetricRef<S>(V), options);
  } else {
    return Estimate<Wide<S>>{};
  }
}
/// The same, by the name that stands beside mean_form.
template <class F, class M>
auto form_trace(const F& form, const M& V, const Options& options = {}) {
  return metric_trace(form, V, options);
}

/// tr A, in the Euclidean metric. The scalar is A's own.
template <class A>
auto trace(const A& a, const Options& options = {}) {
  using S = detail::OperatorScalarOf<A>;
  if constexpr (detail::accepts_form_or_operator<A, S>()) {
    return metric_trace(a, EuclideanMetric<S>(detail::dimension_of(a)), options);
  } else {
    return Estimate<Wide<S>>{};
  }
}

/// The trace of an endomorphism E of (𝕂ⁿ, V), with probes that are isotropic in V: tr E whatever V,
/// with the variance of Q⁻¹ E Q.
template <class Op, class M>
auto endomorphism_trace(const Op& E, const M& V, const Options& options = {}) {
  using S = detail::ScalarOf<M>;
  if constexpr (detail::accepts<Op, M>()) {
    return form_trace<S>(EndomorphismForm<S>(OperatorRef<S>(E), MetricRef<S>(V)), MetricRef<S>(V),
                         options);
  } else {
    return Estimate<Wide<S>>{};
  }
}

}  // namespace isotrace
