#pragma once

#include <isotrace/exact/inverse.hpp>
#include <isotrace/function/function_trace.hpp>

namespace isotrace {

/// log det V⁻¹A = tr log of the pencil (A, V), for A and V Hermitian and positive definite.
template <class A, class M>
FunctionEstimate log_determinant(const A& a, const M& V, const Options& options = {},
                                 const FunctionTraceOptions& quadrature = {}) {
  return function_trace(a, V, functions::log(), options, quadrature);
}

/// log det A = log det P + tr log P⁻¹A, with a preconditioner P that is given as a metric and knows
/// its log-determinant: the nearer P is to A, the fewer steps and the less variance. A tolerance is
/// relative to tr log P⁻¹A. Throws OptionError for a metric without inverse_entries.
template <class A, class M>
FunctionEstimate preconditioned_log_determinant(const A& a, const M& P, const Options& options = {},
                                                const FunctionTraceOptions& quadrature = {}) {
  const double known = exact::log_determinant(P);
  FunctionEstimate e = log_determinant(a, P, options, quadrature);
  e.value += known;
  e.interval.low += known;
  e.interval.high += known;
  return e;
}

}  // namespace isotrace
