#include <Eigen/Cholesky>

#include "checks.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

// q_i = Q e_i as the columns of an n×n block.
template <class S>
RowMatrix<S> orthonormal_basis(const Context<S>& context) {
  RowMatrix<S> Q = RowMatrix<S>::Identity(context.dim(), context.dim());
  context.implementation.map(context.space(), Isometry::forward, view(Q));
  return Q;
}

template <class S>
Wide<S> sum(const std::vector<Wide<S>>& values) {
  Wide<S> total = 0;
  for (const Wide<S>& value : values) total += value;
  return total;
}

template <class S>
Wide<S> basis_sum(const Context<S>& context, const RowMatrix<S>& A, const RowMatrix<S>& Q) {
  std::vector<Wide<S>> values(static_cast<std::size_t>(Q.cols()));
  context.implementation.form_values(OperatorRef<S>(A), view(Q), values.data());
  return sum<S>(values);
}

// Qᴴ V Q = I with the reference V; V X, Q⁻¹, Qᴴ and Q⁻ᴴ against their definitions.
template <class S>
void check_isometry(const Context<S>& context, const RowMatrix<S>& Q) {
  const auto& V = context.problem.V;
  const Index n = context.dim();
  const ColMatrix<S> identity = ColMatrix<S>::Identity(n, n);
  const double scale = V.norm() * context.problem.V_inverse.norm();
  const auto zero = [&](const std::string& suffix, const std::string& statement, double error) {
    context.record.identity(suffix, statement, error, 0.0, context.rounding(scale));
  };
  zero("orthonormal", "(q_i, q_j)_V = delta_ij for q_i = Q e_i",
       (Q.adjoint() * V * Q - identity).norm());
  RowMatrix<S> VQ(n, n);
  context.implementation.gram(context.space(), view(Q), view(VQ));
  zero("gram", "the Gram product is that of V", (VQ - V * Q).norm() / V.norm());
  const auto mapped = [&](Isometry which) {
    RowMatrix<S> X = RowMatrix<S>::Identity(n, n);
    context.implementation.map(context.space(), which, view(X));
    return X;
  };
  zero("adjoint", "the adjoint map is that of Q", (mapped(Isometry::adjoint) - Q.adjoint()).norm());
  zero("inverse", "the inverse map is that of Q",
       (mapped(Isometry::inverse) * Q - identity).norm());
  zero("inverse-adjoint", "the inverse adjoint map is that of Q",
       (mapped(Isometry::inverse_adjoint) * Q.adjoint() - identity).norm());
}

// The direct method's sums against those of B = L⁻¹ A L⁻ᴴ for the reference V = L Lᴴ, as far as
// they do not depend on the isometry.
template <class S>
void check_exact(const Context<S>& context, const RowMatrix<S>& A) {
  const auto& problem = context.problem;
  const auto L = problem.V.llt();
  ColMatrix<S> B = L.matrixL().solve(ColMatrix<S>(A));
  B = L.matrixL().solve(ColMatrix<S>(B.adjoint())).adjoint();
  const exact::FormSums expected = dense_sums<S>(B);
  const exact::FormSums found = context.implementation.form_sums(OperatorRef<S>(A), problem.space);
  const double scale = expected.frobenius2 + std::abs(expected.trace);
  context.record.identity("exact", "the direct method's trace", found.trace, expected.trace,
                          context.rounding(scale));
  context.record.identity("exact-frobenius", "the direct method's sum |B_ij|^2", found.frobenius2,
                          expected.frobenius2, context.rounding(scale));
  context.record.identity("exact-hermitian", "the direct method's sum |H_ij|^2", found.hermitian2,
                          expected.hermitian2, context.rounding(scale));
}

}  // namespace

// (i), (2.10): trace_V is linear in the form, both by the direct method and as a sum over a basis.
template <VerifiedScalar S>
void check_lemma_22_i(const Context<S>& context) {
  const auto& A = context.problem.A;
  S first(1.5), second(-0.75);
  if constexpr (is_complex<S>) {
    first += S(0.0, 0.5);
    second += S(0.0, 2.0);
  }
  const RowMatrix<S> combined = first * A[0] + second * A[1];
  const auto trace = [&](const RowMatrix<S>& form) {
    return context.implementation.form_sums(OperatorRef<S>(form), context.space()).trace;
  };
  const double scale = context.problem.V_inverse.norm() * (A[0].norm() + A[1].norm()) * 4.0;
  context.record.identity("", "trace_V(c1 a1 + c2 a2) = c1 trace_V a1 + c2 trace_V a2",
                          trace(combined), first * trace(A[0]) + second * trace(A[1]),
                          context.rounding(scale));
  const RowMatrix<S> Q = orthonormal_basis(context);
  context.record.identity(
      "basis", "the sum over an orthonormal basis is linear in the form",
      basis_sum(context, combined, Q),
      first * context.problem.trace(A[0]) + second * context.problem.trace(A[1]),
      context.rounding(scale));
}

// (ii), (2.11): trace_V a = Σ a(q_i, q_i) in any orthonormal basis; tr E = Σ (E q_i, q_i)_V.
template <VerifiedScalar S>
void check_lemma_22_ii(const Context<S>& context) {
  const auto& problem = context.problem;
  const RowMatrix<S> Q = orthonormal_basis(context);
  check_isometry(context, Q);
  RowMatrix<S> rotated = Q;
  context.implementation.haar_isometry(context.space(), context.record.stream("rotation"), 0,
                                       view(rotated));
  for (const RowMatrix<S>& A : problem.A) {
    const double bound = context.rounding(problem.V_inverse.norm() * A.norm());
    context.record.identity("", "trace_V a = sum a(q_i, q_i), q_i = Q e_i",
                            basis_sum(context, A, Q), problem.trace(A), bound);
    context.record.identity("rotated", "trace_V a = sum a(q_i, q_i) after an isometry of V",
                            basis_sum(context, A, rotated), problem.trace(A), bound);
    check_exact(context, A);
    std::vector<Wide<S>> values(static_cast<std::size_t>(context.dim()));
    context.implementation.endomorphism_values(OperatorRef<S>(A), problem.space, view(rotated),
                                               values.data());
    context.record.identity("endomorphism", "trace E = sum (E q_i, q_i)_V", sum<S>(values),
                            A.trace(), bound * problem.V.norm());
  }
}

#define INSTANTIATE(S)                               \
  template void check_lemma_22_i(const Context<S>&); \
  template void check_lemma_22_ii(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
