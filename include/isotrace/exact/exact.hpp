#pragma once

#include <isotrace/exact/form_sums.hpp>
#include <isotrace/metric/euclidean.hpp>

namespace isotrace::exact {

// The quantities of trace/ by a direct method, of the same arguments: the scalar is deduced from
// the metric, and where a form is asked for, a matrix or an operator A stands for its own, vᴴ A u.

template <class A, class M>
FormSums form_sums(const A& a, const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts_in_metric<A, M>()) {
    return form_sums<S>(isotrace::detail::as_form<S>(a), MetricRef<S>(V), options);
  } else {
    return {};
  }
}

/// The metric trace tr(V⁻¹A) of a matrix, an operator or a form A.
template <class A, class M>
auto metric_trace(const A& a, const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts_in_metric<A, M>()) {
    return metric_trace<S>(isotrace::detail::as_form<S>(a), MetricRef<S>(V), options);
  } else {
    return Wide<S>{};
  }
}
template <class F, class M>
auto form_trace(const F& form, const M& V, const Options& options = {}) {
  return exact::metric_trace(form, V, options);
}

/// tr A, in the Euclidean metric. The scalar is A's own.
template <class A>
auto trace(const A& a, const Options& options = {}) {
  using S = isotrace::detail::OperatorScalarOf<A>;
  if constexpr (isotrace::detail::accepts_form_or_operator<A, S>()) {
    return exact::metric_trace(a, EuclideanMetric<S>(isotrace::detail::dimension_of(a)), options);
  } else {
    return Wide<S>{};
  }
}

/// The trace of an endomorphism E of (𝕂ⁿ, V): tr E whatever V.
template <class Op, class M>
auto endomorphism_trace(const Op& E, const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts<Op, M>()) {
    return metric_trace<S>(EndomorphismForm<S>(OperatorRef<S>(E), MetricRef<S>(V)), MetricRef<S>(V),
                           options);
  } else {
    return Wide<S>{};
  }
}

/// ‖T‖_{V→W} = tr(V⁻¹TᴴWT)^½ ((2.15)).
template <class Op, class MV, class MW>
double frobenius_norm(const Op& T, const MV& V, const MW& W, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<MV>;
  if constexpr (isotrace::detail::accepts<Op, MV>() && isotrace::detail::accepts_metric<MW, S>()) {
    return form_norm<S>(ProductForm<S>(OperatorRef<S>(T), MetricRef<S>(W)), MetricRef<S>(V),
                        options);
  } else {
    return {};
  }
}
/// The same, by its short name.
template <class Op, class MV, class MW>
double norm(const Op& T, const MV& V, const MW& W, const Options& options = {}) {
  return exact::frobenius_norm(T, V, W, options);
}

/// (S, T)_{V→W} = tr(V⁻¹TᴴWS) ((2.12)).
template <class OpS, class OpT, class MV, class MW>
auto frobenius_inner_product(const OpS& S_map, const OpT& T_map, const MV& V, const MW& W,
                             const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<MV>;
  if constexpr (isotrace::detail::accepts<OpS, MV>() &&
                isotrace::detail::accepts_operator<OpT, S>() &&
                isotrace::detail::accepts_metric<MW, S>()) {
    return metric_trace<S>(
        ProductForm<S>(OperatorRef<S>(S_map), OperatorRef<S>(T_map), MetricRef<S>(W)),
        MetricRef<S>(V), options);
  } else {
    return Wide<S>{};
  }
}

}  // namespace isotrace::exact
