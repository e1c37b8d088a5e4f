#include "checks.hpp"
#include "measures.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {

// The remark's four formulas: trace_V a / n and ‖T‖²/n are the means of a(v,v)/‖v‖²_V and of
// ‖T v‖²_W/‖v‖²_V, over the unit ball and over the Gaussian measure of V.
template <VerifiedScalar S>
void check_remark_38(const Context<S>& context) {
  const auto& problem = context.problem;
  const OperatorRef<S> A(problem.A[1]), T_map(problem.T_map);
  const auto form_sums = context.implementation.form_sums(A, problem.space);
  const auto norm_sums =
      context.implementation.product_sums(T_map, T_map, problem.space, problem.codomain);
  for (const Law& law : {Law{Ball{}}, Law{Gaussian{}}}) {
    const Measure measure{std::string(name(law)), law};
    const Index count = context.probes();
    std::vector<Wide<S>> traces(static_cast<std::size_t>(count)), norms(traces);
    const double moment = context.implementation.direction_moment(law, context.dim());
    for_points(context, measure, context.record.stream(measure.name), count,
               [&](Index first, RowMatrix<S>& X) {
                 const auto norm2 = squared_norms(context.implementation, problem.space, X);
                 const auto at = static_cast<std::size_t>(first);
                 context.implementation.form_values(A, view(X), traces.data() + at);
                 context.implementation.product_values(T_map, T_map, problem.codomain, view(X),
                                                       norms.data() + at);
                 for (std::size_t j = 0; j < norm2.size(); ++j) {
                   traces[at + j] /= norm2[j] * moment;
                   norms[at + j] /= norm2[j] * moment;
                 }
               });
    expectation(context, measure.name + "-trace",
                "trace_V a / n = mean of a(v,v)/|v|_V^2, " + measure.name, traces,
                problem.trace(problem.A[1]),
                value_variances(context.implementation, form_sums, law, true));
    expectation(context, measure.name + "-norm",
                "|T|^2 / n = mean of |T v|_W^2/|v|_V^2, " + measure.name, norms,
                problem.product(problem.T_map, problem.T_map),
                value_variances(context.implementation, norm_sums, law, true));
  }
}

#define INSTANTIATE(S) template void check_remark_38(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
