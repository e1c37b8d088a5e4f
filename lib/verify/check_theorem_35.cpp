#include "checks.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

// Means over the law's groups of a(v, v)/‖x‖² for raw draws x, v = Q x: values on the sphere
// without a second pass over memory.
template <class S>
std::vector<Wide<S>> sphere_values(const Context<S>& context, const Law& law, const Stream& stream,
                                   const RowMatrix<S>& A, Index count) {
  const Index n = context.dim();
  const Index width = 64 / group(law) * group(law);
  std::vector<Wide<S>> values(static_cast<std::size_t>(count));
  std::vector<double> scale(static_cast<std::size_t>(width)), norm2(scale);
  const double moment = context.implementation.second_moment(law, n);
  for (Index first = 0; first < count; first += width) {
    RowMatrix<S> X(n, std::min(width, count - first));
    context.implementation.draw_raw(law, stream, first, view(X), {scale.data(), norm2.data()});
    context.implementation.map(context.space(), Isometry::forward, view(X));
    Wide<S>* out = values.data() + first;
    context.implementation.form_values(OperatorRef<S>(A), view(X), out);
    for (Index j = 0; j < X.cols(); ++j) out[j] /= norm2[static_cast<std::size_t>(j)] * moment;
  }
  return group_means(values, group(law));
}

// The mean of 512 runs of the estimator, with a few matvecs each.
template <class S>
void check_estimator(const Context<S>& context, const RowMatrix<S>& A,
                     const exact::FormSums& sums) {
  constexpr Index matvecs = 4;
  const Stream stream = context.record.stream("estimator");  // gives each run a seed
  std::vector<Wide<S>> values(512);
  Options options{.matvecs = matvecs};
  for (std::size_t k = 0; k < values.size(); ++k) {
    options.seed = engine_seed(stream, k, 0).state;
    values[k] = context.implementation.trace(OperatorRef<S>(A), context.space(), options).value;
  }
  ValueVariances variances = value_variances(context.implementation, sums, Sphere{}, false);
  variances.parts.re /= matvecs;
  variances.parts.im /= matvecs;
  variances.total /= matvecs;
  expectation(context, "estimator", "the estimator's mean is trace_V a", values,
              context.problem.trace(A), variances);
}

}  // namespace

// (3.6): trace_V a / n is the mean of a(v, v) over the unit sphere of V. Haar frames give the same
// mean with a variance between that of one probe (3.6) and zero for the basis formula (2.11).
template <VerifiedScalar S>
void check_theorem_35(const Context<S>& context) {
  const Index n = context.dim();
  for (const RowMatrix<S>& A : context.problem.A) {
    const bool first = &A == context.problem.A;
    const std::string form = first ? "/1" : "/2";
    const auto sums = context.implementation.form_sums(OperatorRef<S>(A), context.space());
    const Wide<S> trace = context.problem.trace(A);
    expectation(context, "", "trace_V a / n = mean of a(v,v) over the sphere",
                sphere_values(context, Sphere{}, context.record.stream("sphere" + form), A,
                              context.probes()),
                trace, value_variances(context.implementation, sums, Sphere{}, false));
    if (n == 1 || n > 16) continue;
    for (const Index size : {Index{2}, n / 2 + 1, n}) {
      if (size < 2 || (first && size == 2 && n > 2)) continue;
      const Law frame = Frame{.size = size};
      const Index count = context.probes() / size * size;
      expectation(
          context, "frame", "trace_V a / n = mean of a(v,v) over frames of " + std::to_string(size),
          sphere_values(context, frame,
                        context.record.stream("frame" + form + std::to_string(size)), A, count),
          trace, value_variances(context.implementation, sums, frame, false));
    }
    if (first && n <= 10 && !context.problem.euclidean()) check_estimator(context, A, sums);
  }
}

#define INSTANTIATE(S) template void check_theorem_35(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
