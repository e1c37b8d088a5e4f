#pragma once

#include <isotrace/metric/euclidean.hpp>
#include <isotrace/operators/arguments.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

namespace isotrace {

/// E[a(v, v)] for v = Q x with x from options.law, which is tr(A C) with the covariance C =
/// second_moment · V⁻¹ (Theorem 3.1, (3.2)). It is not normalised to a trace. One matvec per probe
/// for the form of an operator. Throws ShapeError if the dimensions differ, OptionError for options
/// that do not fit (such as phases over ℝ, `normalised`, a method other than Hutchinson's),
/// NotFiniteError for a NaN, an infinity or an overflow, stating where, and whatever the operator
/// throws.
template <class S>
Estimate<Wide<S>> mean_form(FormRef<S> form, MetricRef<S> metric, const Options& options = {});

/// E[a(v, v)] for v = F x with a linear map F: 𝕂ʳ → 𝕂ⁿ, so under the covariance C = second_moment ·
/// F Fᴴ, singular or not (Theorem 3.1, (3.2)). Applications of F are not counted. Same errors.
template <class S>
Estimate<Wide<S>> mean_form_factor(FormRef<S> form, OperatorRef<S> factor,
                                   const Options& options = {});

/// trace_V a = tr(V⁻¹A) ((2.9)) by options.method. Hutchinson's averages form values: Theorem 3.5
/// for the sphere; ball and Gaussian divided by their second moment, or with options.normalised by
/// ‖v‖²_V (Remark 3.8); signs and phases by Theorem 3.1. Its exact mean-square error is
/// exact::probe_variance / probes. Throws ShapeError, OptionError and NotFiniteError as mean_form
/// does, OperatorError if a method for B ≥ 0 finds that B is not, and whatever the operator throws.
template <class S>
Estimate<Wide<S>> form_trace(FormRef<S> form, MetricRef<S> metric, const Options& options = {});

// The same with the scalar deduced from the metric. A matrix or an operator A in place of a form
// stands for vᴴ A u.

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

/// The metric trace tr(V⁻¹A) of a matrix, an operator or a form A ((2.9)).
template <class A, class M>
auto metric_trace(const A& a, const M& V, const Options& options = {}) {
  using S = detail::ScalarOf<M>;
  if constexpr (detail::accepts_in_metric<A, M>()) {
    return form_trace<S>(detail::as_form<S>(a, budget_of(options)), MetricRef<S>(V), options);
  } else {
    return Estimate<Wide<S>>{};
  }
}
/// Another name for metric_trace, beside mean_form.
template <class F, class M>
auto form_trace(const F& form, const M& V, const Options& options = {}) {
  return metric_trace(form, V, options);
}

/// tr A, the trace in the Euclidean metric. The scalar is that of A.
template <class A>
auto trace(const A& a, const Options& options = {}) {
  using S = detail::OperatorScalarOf<A>;
  if constexpr (detail::accepts_form_or_operator<A, S>()) {
    return metric_trace(a, EuclideanMetric<S>(detail::dimension_of(a)), options);
  } else {
    return Estimate<Wide<S>>{};
  }
}

/// The trace of an endomorphism E of (𝕂ⁿ, V), tr E whatever V (after Lemma 2.2), from probes that
/// are isotropic in V. The variance is that of Q⁻¹ E Q.
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
