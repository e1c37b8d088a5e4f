#pragma once

#include <isotrace/trace/trace.hpp>

namespace isotrace {

/// The norm of a product form with S = T: √trace_V a ((3.8)), with the square root's standard error
/// by the delta method, se(‖T‖²)/(2‖T‖), the square root of the interval for ‖T‖², and the
/// second-order bias of a square root taken off: √X + se(X)²/(8 X^(3/2)) for X the estimate of
/// ‖T‖². Of a matrix T the squares may be out of range.
template <class S>
Estimate<double> form_norm(const ProductForm<S>& form, MetricRef<S> metric,
                           const Options& options = {});

/// ‖T‖_{V→W} = tr(V⁻¹TᴴWT)^½, the Frobenius-type norm of T: (𝕂ⁿ, V) → (𝕂ᵐ, W) ((2.15), (3.8)), as n
/// times the mean of ‖Tv‖²_W over the unit sphere of V. One matvec a probe.
template <class Op, class MV, class MW>
Estimate<double> frobenius_norm(const Op& T, const MV& V, const MW& W,
                                const Options& options = {}) {
  using S = detail::ScalarOf<MV>;
  if constexpr (detail::accepts<Op, MV>() && detail::accepts_metric<MW, S>()) {
    return form_norm<S>(ProductForm<S>(OperatorRef<S>(T), MetricRef<S>(W)), MetricRef<S>(V),
                        options);
  } else {
    return {};
  }
}

/// (S, T)_{V→W} = tr(V⁻¹TᴴWS), the Frobenius-type inner product ((2.12), (3.7)). Two matvecs a
/// probe.
template <class OpS, class OpT, class MV, class MW>
auto frobenius_inner_product(const OpS& S_map, const OpT& T_map, const MV& V, const MW& W,
                             const Options& options = {}) {
  using S = detail::ScalarOf<MV>;
  if constexpr (detail::accepts<OpS, MV>() && detail::accepts_operator<OpT, S>() &&
                detail::accepts_metric<MW, S>()) {
    return form_trace<S>(
        ProductForm<S>(OperatorRef<S>(S_map), OperatorRef<S>(T_map), MetricRef<S>(W)),
        MetricRef<S>(V), options);
  } else {
    return Estimate<Wide<S>>{};
  }
}

}  // namespace isotrace
