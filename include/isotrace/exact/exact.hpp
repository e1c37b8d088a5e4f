#pragma once

#include <isotrace/exact/form_sums.hpp>
#include <isotrace/metric/euclidean.hpp>

namespace isotrace::exact {

// The quantities that trace/ estimates, by a direct method and from the same arguments. The scalar
// is deduced from the metric; a matrix or an operator A in place of a form stands for vᴴ A u. Cost
// and errors are those of the functions in form_sums.hpp.

template <class A, class M>
FormSums form_sums(const A& a, const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts_in_metric<A, M>()) {
    return form_sums<S>(isotrace::detail::as_form<S>(a), MetricRef<S>(V), options);
  } else {
    return {};
  }
}

/// The metric trace tr(V⁻¹A) of a matrix, an operator or a form A ((2.9), (2.11)).
template <class A, class M>
auto metric_trace(const A& a, const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts_in_metric<A, M>()) {
    return metric_trace<S>(isotrace::detail::as_form<S>(a), MetricRef<S>(V), options);
  } else {
    return Wide<S>{};
  }
}
/// The same with a bound on its rounding error.
template <class A, class M>
auto bounded_metric_trace(const A& a, const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts_in_metric<A, M>()) {
    return bounded_metric_trace<S>(isotrace::detail::as_form<S>(a), MetricRef<S>(V), options);
  } else {
    return ExactValue<Wide<S>>{};
  }
}
template <class F, class M>
auto form_trace(const F& form, const M& V, const Options& options = {}) {
  return exact::metric_trace(form, V, options);
}

/// tr A, the trace in the Euclidean metric. The scalar is that of A.
template <class A>
auto trace(const A& a, const Options& options = {}) {
  using S = isotrace::detail::OperatorScalarOf<A>;
  if constexpr (isotrace::detail::accepts_form_or_operator<A, S>()) {
    return exact::metric_trace(a, EuclideanMetric<S>(isotrace::detail::dimension_of(a)), options);
  } else {
    return Wide<S>{};
  }
}

/// The trace of an endomorphism E of (𝕂ⁿ, V): tr E, whatever V (after Lemma 2.2).
template <class Op, class M>
auto endomorphism_trace(const Op& E, const M& V, const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<M>;
  if constexpr (isotrace::detail::accepts<Op, M>()) {
    const EndomorphismForm<S> form{OperatorRef<S>(E), MetricRef<S>(V)};  // checks the shapes
    return exact::metric_trace(OperatorForm<S>(OperatorRef<S>(E)), EuclideanMetric<S>(form.dim()),
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
/// The same with a bound on its rounding error.
template <class Op, class MV, class MW>
ExactValue<double> bounded_frobenius_norm(const Op& T, const MV& V, const MW& W,
                                          const Options& options = {}) {
  using S = isotrace::detail::ScalarOf<MV>;
  if constexpr (isotrace::detail::accepts<Op, MV>() && isotrace::detail::accepts_metric<MW, S>()) {
    return bounded_form_norm<S>(ProductForm<S>(OperatorRef<S>(T), MetricRef<S>(W)), MetricRef<S>(V),
                                options);
  } else {
    return {};
  }
}
/// Short name of frobenius_norm.
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
