#include "checks.hpp"
#include "measures.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {

// (3.4): V⁻¹ = n/|μ| ∫ v vᴴ/‖v‖²_V dμ for every finite invariant μ without mass at 0. Both sides
// are multiplied by A and traced, for two independent A: n · mean a(v,v)/‖v‖²_V = tr(A V⁻¹).
template <VerifiedScalar S>
void check_theorem_32(const Context<S>& context) {
  const auto& problem = context.problem;
  std::vector<Measure> measures = invariant_measures(context.dim());
  if (context.dim() > 16) measures.resize(context.dim() > 100 ? 1 : 4);
  for (const Measure& measure : measures) {
    const Index count = point_count(context, measure);
    const double moment = context.implementation.direction_moment(
        measure.cauchy ? Law{Sphere{}} : measure.law, context.dim());
    std::vector<Wide<S>> values[2];
    for (auto& v : values) v.resize(static_cast<std::size_t>(count));
    for_points(context, measure, context.record.stream(measure.name), count,
               [&](Index first, RowMatrix<S>& X) {
                 const auto norms = squared_norms(context.implementation, context.space(), X);
                 for (int k = 0; k < 2; ++k) {
                   Wide<S>* out = values[k].data() + first;
                   context.implementation.form_values(OperatorRef<S>(problem.A[k]), view(X), out);
                   for (std::size_t j = 0; j < norms.size(); ++j) out[j] /= norms[j] * moment;
                 }
               });
    for (int k = 0; k < 2; ++k) {
      const auto sums =
          context.implementation.form_sums(OperatorRef<S>(problem.A[k]), context.space());
      // v/‖v‖_V has the same law for every measure; the values of a frame are not independent.
      const Law law = measure.group() > 1 ? measure.law : Law{Sphere{}};
      expectation(context, measure.name,
                  "V^-1 = n/|mu| int v v^H/|v|_V^2, " + measure.name + ", times form " +
                      std::to_string(k + 1),
                  group_means(values[k], measure.group()), problem.trace(problem.A[k]),
                  value_variances(context.implementation, sums, law, true));
    }
  }
}

#define INSTANTIATE(S) template void check_theorem_32(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
