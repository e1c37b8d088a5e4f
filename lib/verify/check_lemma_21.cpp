#include "checks.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

// V⁻¹ X by the metric's isometry: V⁻¹ = Q Qᴴ.
template <class S>
RowMatrix<S> inverse_gram(const Context<S>& context, RowMatrix<S> X) {
  context.implementation.map(context.space(), Isometry::adjoint, view(X));
  context.implementation.map(context.space(), Isometry::forward, view(X));
  return X;
}

}  // namespace

// Antilinear maps 𝒜: W → V and ℬ: V → W, x ↦ A x̄ and x ↦ B x̄, compose to the linear 𝒜ℬ with matrix
// A B̄, and trace 𝒜ℬ = conj trace ℬ𝒜. The paper uses trace R_V⁻¹𝒜 = conj trace 𝒜R_V⁻¹ ((2.9) and
// below).
template <VerifiedScalar S>
void check_lemma_21(const Context<S>& context) {
  const auto& problem = context.problem;
  const Index n = context.dim();
  const ColMatrix<S> A = problem.T_map.transpose();  // n×m
  const ColMatrix<S> B = problem.S_map;              // m×n
  // 𝒜ℬ e_j column by column: ℬ first, then 𝒜 on its result.
  const ColMatrix<S> AB = A * ColMatrix<S>(B * ColMatrix<S>::Identity(n, n)).conjugate();
  const ColMatrix<S> BA =
      B * ColMatrix<S>(A * ColMatrix<S>::Identity(A.cols(), A.cols())).conjugate();
  context.record.identity("", "trace AB = conj(trace BA) for antilinear A: W → V, B: V → W",
                          AB.trace(), conjugate(S(BA.trace())),
                          context.rounding(A.norm() * B.norm()));

  // R_V⁻¹: ℓ ↦ V⁻¹ ℓ̄ and 𝒜: u ↦ Aᵀ ū, applied to the unit vectors.
  const RowMatrix<S> form = problem.A[0];
  const RowMatrix<S> riesz_after = inverse_gram<S>(context, RowMatrix<S>(form.adjoint()));
  const RowMatrix<S> riesz_first =
      form.transpose() * inverse_gram<S>(context, RowMatrix<S>::Identity(n, n)).conjugate();
  const double scale = problem.V_inverse.norm() * form.norm();
  context.record.identity("riesz", "trace of inverse Riesz map times A = conj of A times it",
                          riesz_after.trace(), conjugate(S(riesz_first.trace())),
                          context.rounding(scale));
  context.record.identity("metric", "trace_V a = conj(trace of inverse Riesz map times A)",
                          conjugate(S(riesz_after.trace())), problem.trace(form),
                          context.rounding(scale));
}

#define INSTANTIATE(S) template void check_lemma_21(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
