#include "checks.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

template <class S>
double product_bound(const Context<S>& context) {
  const auto& problem = context.problem;
  return context.rounding(problem.V_inverse.norm() * problem.W.norm() * problem.S_map.norm() *
                          problem.T_map.norm());
}

// Σ (S q_i, T q_i)_W over the orthonormal basis q_i = Q e_i.
template <class S>
Wide<S> basis_sum(const Context<S>& context, const RowMatrix<S>& S_map, const RowMatrix<S>& T_map) {
  const Index n = context.dim();
  RowMatrix<S> Q = RowMatrix<S>::Identity(n, n);
  context.implementation.map(context.space(), Isometry::forward, view(Q));
  std::vector<Wide<S>> values(static_cast<std::size_t>(n));
  context.implementation.product_values(OperatorRef<S>(S_map), OperatorRef<S>(T_map),
                                        context.problem.codomain, view(Q), values.data());
  Wide<S> total = 0;
  for (const Wide<S>& value : values) total += value;
  return total;
}

template <class S>
std::complex<double> product_trace(const Context<S>& context, const RowMatrix<S>& S_map,
                                   const RowMatrix<S>& T_map) {
  return context.implementation
      .product_sums(OperatorRef<S>(S_map), OperatorRef<S>(T_map), context.space(),
                    context.problem.codomain)
      .trace;
}

}  // namespace

// (2.12): (S, T)_{V→W} = trace_V a for a(u, v) = (S u, T v)_W, and it is Hermitian in (S, T).
template <VerifiedScalar S>
void check_equation_212(const Context<S>& context) {
  const auto& [S_map, T_map] = std::tie(context.problem.S_map, context.problem.T_map);
  const double bound = product_bound(context);
  const auto product = product_trace(context, S_map, T_map);
  context.record.identity("", "(S, T) = trace_V of (S u, T v)_W = tr(V^-1 T^H W S)", product,
                          context.problem.product(S_map, T_map), bound);
  context.record.identity("hermitian", "(S, T) = conj (T, S)", product,
                          std::conj(product_trace(context, T_map, S_map)), bound);
}

// (2.13): (S, T)_{V→W} = Σ (S q_i, T q_i)_W.
template <VerifiedScalar S>
void check_equation_213(const Context<S>& context) {
  const auto& problem = context.problem;
  context.record.identity("", "(S, T) = sum (S q_i, T q_i)_W",
                          basis_sum(context, problem.S_map, problem.T_map),
                          problem.product(problem.S_map, problem.T_map), product_bound(context));
}

// (2.14): (S*, T*)_{W*→V*} = (S, T)_{V→W}, with S* = Sᵀ and the dual metrics W̄⁻¹ and V̄⁻¹.
template <VerifiedScalar S>
void check_equation_214(const Context<S>& context) {
  const auto& problem = context.problem;
  const OwnedSpace<S> domain = dual_space<S>(problem.W);
  const OwnedSpace<S> codomain = dual_space<S>(problem.V);
  const RowMatrix<S> S_star = problem.S_map.transpose();
  const RowMatrix<S> T_star = problem.T_map.transpose();
  const auto dual = context.implementation.product_sums(
      OperatorRef<S>(S_star), OperatorRef<S>(T_star), domain.space, codomain.space);
  context.record.identity("", "(S*, T*) from W* to V* = (S, T) from V to W", dual.trace,
                          problem.product(problem.S_map, problem.T_map), product_bound(context));
}

// (2.15): ‖T‖² = (T, T)_{V→W} = Σ ‖T q_i‖²_W = ‖W^½ T V^(-½)‖²_F.
template <VerifiedScalar S>
void check_equation_215(const Context<S>& context) {
  const auto& problem = context.problem;
  const RowMatrix<S>& T_map = problem.T_map;
  const double norm = std::sqrt(real_part(problem.product(T_map, T_map)));
  const double bound = product_bound(context) / norm;
  context.record.identity("", "|T| = (sum |T q_i|_W^2)^(1/2)",
                          std::sqrt(std::complex<double>(basis_sum(context, T_map, T_map))), norm,
                          bound);
  context.record.identity("exact", "|T| = (T, T)^(1/2) by the direct method",
                          std::sqrt(product_trace(context, T_map, T_map)), norm, bound);
}

#define INSTANTIATE(S)                                 \
  template void check_equation_212(const Context<S>&); \
  template void check_equation_213(const Context<S>&); \
  template void check_equation_214(const Context<S>&); \
  template void check_equation_215(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
