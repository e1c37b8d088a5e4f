#include "checks.hpp"
#include "measures.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

// n · mean (S v, T v)_W over the unit sphere of V.
template <class S>
void check_product(const Context<S>& context, const std::string& suffix,
                   const std::string& statement, const RowMatrix<S>& S_map,
                   const RowMatrix<S>& T_map) {
  const auto& problem = context.problem;
  const Index count = context.probes();
  std::vector<Wide<S>> values(static_cast<std::size_t>(count));
  const Measure sphere{"sphere", Sphere{}};
  for_points(
      context, sphere, context.record.stream(suffix), count, [&](Index first, RowMatrix<S>& X) {
        context.implementation.product_values(OperatorRef<S>(S_map), OperatorRef<S>(T_map),
                                              problem.codomain, view(X), values.data() + first);
      });
  const double moment = context.implementation.second_moment(Sphere{}, context.dim());
  for (Wide<S>& value : values) value /= moment;
  const auto sums = context.implementation.product_sums(
      OperatorRef<S>(S_map), OperatorRef<S>(T_map), problem.space, problem.codomain);
  expectation(context, suffix, statement, values, problem.product(S_map, T_map),
              value_variances(context.implementation, sums, Sphere{}, false));
}

// The mean of 512 runs of the estimator of (S, T), with a few matvecs each.
template <class S>
void check_estimator(const Context<S>& context) {
  constexpr Index probes = 4;
  const auto& problem = context.problem;
  const OperatorRef<S> S_map(problem.S_map), T_map(problem.T_map);
  const Stream stream = context.record.stream("estimator");  // gives each run a seed
  std::vector<Wide<S>> values(512);
  Options options{.matvecs = 2 * probes};
  for (std::size_t k = 0; k < values.size(); ++k) {
    options.seed = engine_seed(stream, k, 0).state;
    values[k] =
        context.implementation.inner_product(S_map, T_map, problem.space, problem.codomain, options)
            .value;
  }
  const auto sums =
      context.implementation.product_sums(S_map, T_map, problem.space, problem.codomain);
  ValueVariances variances = value_variances(context.implementation, sums, Sphere{}, false);
  variances.parts.re /= probes;
  variances.parts.im /= probes;
  variances.total /= probes;
  expectation(context, "estimator", "the estimator's mean is (S, T)", values,
              problem.product(problem.S_map, problem.T_map), variances);
}

}  // namespace

// (3.7) and (3.8).
template <VerifiedScalar S>
void check_corollary_37(const Context<S>& context) {
  const auto& problem = context.problem;
  check_product(context, "product", "(S, T) = n mean of (S v, T v)_W over the sphere",
                problem.S_map, problem.T_map);
  check_product(context, "norm", "|T|^2 = n mean of |T v|_W^2 over the sphere", problem.T_map,
                problem.T_map);
  if (context.dim() <= 10 && !problem.euclidean()) check_estimator(context);
}

#define INSTANTIATE(S) template void check_corollary_37(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
