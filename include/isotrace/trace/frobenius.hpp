#pragma once

#include <isotrace/trace/trace.hpp>

namespace isotrace {

/// ‖T‖ = √trace_V a ((3.8)) for a product form with S = T. With X the estimate of ‖T‖², the value
/// is √X + se(X)²/(8 X^(3/2)), which removes the second-order bias of the square root; the standard
/// error is that of the delta method, se(X)/(2‖T‖); the interval is the square root of that for
/// ‖T‖². If T is a matrix, it is rescaled where squares of its entries would overflow or underflow.
/// Errors as for form_trace.
template <class S>
Estimate<double> form_norm(const ProductForm<S>& form, MetricRef<S> metric,
                           const Options& options = {});

/// ‖T‖_{V→W} = tr(V⁻¹TᴴWT)^½, the Frobenius-type norm of T: (𝕂ⁿ, V) → (𝕂ᵐ, W) ((2.15), (3.8)): ‖T‖²
/// is n times the mean of ‖Tv‖²_W over the unit sphere of V. One matvec per value.
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

/// (S, T)_{V→W} = tr(V⁻¹TᴴWS), the Frobenius-type inner product ((2.12), (3.7)). Two matvecs per
/// value.
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
