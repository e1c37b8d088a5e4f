#include "checks.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

// ‖(E M − M E) Q‖_F/(‖E‖_F ‖Q‖_F) for the Haar isometry M number `index` and an orthonormal basis Q
// of the space.
template <class S>
double commutator(const Context<S>& context, const RowMatrix<S>& E, Index index) {
  const Index n = context.dim();
  const Stream stream = context.record.stream("commutator");
  RowMatrix<S> Q = RowMatrix<S>::Identity(n, n);
  context.implementation.map(context.space(), Isometry::forward, view(Q));
  RowMatrix<S> MQ = Q;
  context.implementation.haar_isometry(context.space(), stream, index, view(MQ));
  RowMatrix<S> MEQ = E * Q;
  context.implementation.haar_isometry(context.space(), stream, index, view(MEQ));
  return (E * MQ - MEQ).norm() / (E.norm() * Q.norm());
}

// n (E M x, M x)_V for a fixed unit vector x and independent Haar isometries M: M x is uniform on
// the sphere, so its mean is tr E (M⁻¹ E M averages to a multiple of the identity).
template <class S>
void check_average(const Context<S>& context, const RowMatrix<S>& E) {
  const Index n = context.dim();
  const Index count = context.probes() / 4;
  RowMatrix<S> start(n, 1);
  draw<S>(Sphere{}, context.record.stream("start"), 0, view(start));
  context.implementation.map(context.space(), Isometry::forward, view(start));
  const Stream stream = context.record.stream("average");
  RowMatrix<S> X(n, count);
  for (Index k = 0; k < count; ++k) {
    RowMatrix<S> x = start;
    context.implementation.haar_isometry(context.space(), stream, k, view(x));
    X.col(k) = x;
  }
  std::vector<Wide<S>> values(static_cast<std::size_t>(count));
  context.implementation.endomorphism_values(OperatorRef<S>(E), context.space(), view(X),
                                             values.data());
  for (Wide<S>& value : values) value *= static_cast<double>(n);
  const RowMatrix<S> form = context.problem.V * E;
  const auto sums = context.implementation.form_sums(OperatorRef<S>(form), context.space());
  expectation(context, "average", "n (E M x, M x)_V averages to trace E over isometries M", values,
              Wide<S>(E.trace()), value_variances(context.implementation, sums, Sphere{}, true));
}

}  // namespace

// M commutes with all isometries of V if and only if M = α·id.
template <VerifiedScalar S>
void check_lemma_34(const Context<S>& context) {
  const Index n = context.dim();
  S factor(-1.75);
  if constexpr (is_complex<S>) factor += S(0.0, 0.5);
  const RowMatrix<S> multiple = factor * RowMatrix<S>::Identity(n, n);
  const double scale = context.problem.V.norm() * context.problem.V_inverse.norm();
  double largest = 0.0;
  for (Index k = 0; k < 3; ++k) largest = std::max(largest, commutator(context, multiple, k));
  context.record.identity("multiple", "a multiple of the identity commutes with isometries",
                          largest, 0.0, context.rounding(scale));
  const RowMatrix<S>& E = context.problem.A[0];
  if (n > 1) {
    double found = 0.0;
    for (Index k = 0; k < 8; ++k) found = std::max(found, commutator(context, E, k));
    context.record.at_least("converse",
                            "no multiple of the identity: some isometry does not commute", found,
                            1e-2 / static_cast<double>(n));
  }
  if (n <= 10) check_average(context, E);
}

#define INSTANTIATE(S) template void check_lemma_34(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
