#include "checks.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {

// tr(A)/n is the mean of vᴴ A v over the unit sphere of 𝕂ⁿ in the standard inner product: no metric
// enters. The paper's vᵀ A v̄ is the form of the transpose, which has the same trace.
template <VerifiedScalar S>
void check_corollary_36(const Context<S>& context) {
  const Index n = context.dim();
  const Index count = context.probes();
  for (const bool transposed : {false, true}) {
    const RowMatrix<S> A =
        transposed ? RowMatrix<S>(context.problem.A[0].transpose()) : context.problem.A[0];
    std::vector<Wide<S>> values(static_cast<std::size_t>(count));
    const Stream stream = context.record.stream(transposed ? "transposed" : "plain");
    for_blocks(
        context.implementation, Sphere{}, stream, n, count, [&](Index first, RowMatrix<S>& X) {
          context.implementation.form_values(OperatorRef<S>(A), view(X), values.data() + first);
        });
    const double moment = context.implementation.second_moment(Sphere{}, n);
    for (Wide<S>& value : values) value /= moment;
    expectation(context, "",
                transposed ? "trace A / n = mean of v^T A conj(v) over the sphere"
                           : "trace A / n = mean of v^H A v over the sphere",
                values, Wide<S>(A.trace()),
                value_variances(context.implementation, dense_sums<S>(A), Sphere{}, false));
  }
}

#define INSTANTIATE(S) template void check_corollary_36(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
