#include <Eigen/LU>
#include <cmath>
#include <numbers>

#include "checks.hpp"
#include "measures.hpp"

#include <lib/core/instantiate.hpp>

/// Checks of the paper's statements that do not hold as printed: each printed form must be
/// rejected.
namespace isotrace::verify {
namespace {

// a(v, v), or a(v, v)/‖v‖²_V, for Gaussian v with covariance V⁻¹.
template <class S>
std::vector<Wide<S>> gaussian_values(const Context<S>& context, const RowMatrix<S>& A,
                                     bool quotient) {
  const Measure gaussian{"gaussian", Gaussian{}};
  std::vector<Wide<S>> values(static_cast<std::size_t>(context.probes()));
  for_points(context, gaussian, context.record.stream("gaussian"), context.probes(),
             [&](Index first, RowMatrix<S>& X) {
               Wide<S>* out = values.data() + first;
               context.implementation.form_values(OperatorRef<S>(A), view(X), out);
               if (!quotient) return;
               const auto norms = squared_norms(context.implementation, context.space(), X);
               for (std::size_t j = 0; j < norms.size(); ++j) out[j] /= norms[j];
             });
  return values;
}

template <class S>
Wide<S> mean_of(const std::vector<Wide<S>>& values) {
  Wide<S> sum = 0;
  for (const Wide<S>& value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// The literal Gaussian integral of Corollary 3.3 applied to a form: `factor` times the mean of
// a(v, v)/‖v‖²_V, which the paper claims to be tr(V⁻¹A).
template <class S>
void literal_gaussian(const Context<S>& context, double factor, const std::string& statement) {
  const auto& problem = context.problem;
  const RowMatrix<S>& A = problem.A[0];
  auto values = gaussian_values(context, A, true);
  for (Wide<S>& value : values) value *= factor;
  const auto sums = context.implementation.form_sums(OperatorRef<S>(A), problem.space);
  PartVariances parts = value_variances(context.implementation, sums, Sphere{}, true).parts;
  const double scale = factor / static_cast<double>(context.dim());
  parts.re *= scale * scale;
  parts.im *= scale * scale;
  const Wide<S> claimed = problem.trace(A);
  context.record.literal_test("", statement, mean_of<S>(values), claimed,
                              mean_p_value(values, claimed, parts));
}

}  // namespace

// (1.3) tr(V̄⁻¹ Sᵀ W T̄), with the paper's matrices V_p = V̄ and W_p = W̄ and with the code's V and W.
template <VerifiedScalar S>
void check_erratum_1(const Context<S>& context) {
  const auto& [space, codomain, owned, V, V_inverse, W, A, S_map, T_map, factor] = context.problem;
  const double bound = context.rounding(V_inverse.norm() * W.norm() * S_map.norm() * T_map.norm());
  const std::complex<double> product =
      context.implementation
          .product_sums(OperatorRef<S>(S_map), OperatorRef<S>(T_map), space, codomain)
          .trace;
  const auto literal = [&](const ColMatrix<S>& V_literal, const ColMatrix<S>& W_literal) {
    const ColMatrix<S> inner = S_map.transpose() * W_literal * T_map.conjugate();
    return S((V_literal.conjugate().inverse() * inner).trace());
  };
  context.record.literal_identity("", "(S, T) = tr(conj(V)^-1 S^T W conj(T)), the paper's matrices",
                                  literal(V.conjugate(), W.conjugate()), product, bound);
  context.record.literal_identity("", "(S, T) = tr(conj(V)^-1 S^T W conj(T)), the code's matrices",
                                  literal(V, W), product, bound);
}

// Corollary 3.3, third identity, without the factor n.
template <VerifiedScalar S>
void check_erratum_2(const Context<S>& context) {
  literal_gaussian(context, 1.0,
                   "V^-1 = (2 pi)^(-n/2) int v v^H/|v|_V^2 exp(-|v|_V^2/2), no factor n");
}

// Corollary 3.3 and Remark 3.8 over ℂ with the constant (2π)^(n/2), which makes the integral
// (2π)ⁿ/(2π)^(n/2) times the mean.
template <VerifiedScalar S>
void check_erratum_3(const Context<S>& context) {
  const auto n = static_cast<double>(context.dim());
  literal_gaussian(context, n * std::pow(2.0 * std::numbers::pi, 0.5 * n),
                   "trace_V a = n (2 pi)^(-n/2) int a(v,v)/|v|_V^2 exp(-|v|_V^2/2) over C^n");
}

// After Lemma 2.2: trace E = Σ (e_i, E e_i).
template <VerifiedScalar S>
void check_erratum_4(const Context<S>& context) {
  const RowMatrix<S>& E = context.problem.A[0];
  S sum = 0;
  for (Index i = 0; i < context.dim(); ++i)
    sum += conjugate(E(i, i));  // (e_i, E e_i) = (E e_i)ᴴ e_i
  context.record.literal_identity("", "trace E = sum (e_i, E e_i)", sum, E.trace(),
                                  context.rounding(E.norm()));
}

// Theorem 3.1 with (v₁, v₂)_{C⁻¹} = ⟨C⁻¹v₁, v₂⟩, whose matrix is the conjugate of C⁻¹ = V.
template <VerifiedScalar S>
void check_erratum_5(const Context<S>& context) {
  const auto& problem = context.problem;
  const RowMatrix<S> A = problem.A[0];
  const auto values = gaussian_values(context, A, false);
  const Wide<S> claimed = (problem.V_inverse.conjugate() * A).trace();
  const auto sums = context.implementation.form_sums(OperatorRef<S>(A), problem.space);
  const PartVariances parts =
      value_variances(context.implementation, sums, Gaussian{}, false).parts;
  context.record.literal_test("", "E a(v,v) = trace of a in the inner product <C^-1 v1, v2>",
                              mean_of<S>(values), claimed, mean_p_value(values, claimed, parts));
}

#define INSTANTIATE(S)                              \
  template void check_erratum_1(const Context<S>&); \
  template void check_erratum_2(const Context<S>&); \
  template void check_erratum_3(const Context<S>&); \
  template void check_erratum_4(const Context<S>&); \
  template void check_erratum_5(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
