#include "checks.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

// a(v, v) for v = Q x, divided by the law's second moment, has mean trace_V a for every law.
template <class S>
void check_law(const Context<S>& context, const Law& law, const RowMatrix<S>& A,
               const std::string& form) {
  const Index n = context.dim();
  const Index count = context.probes();
  const std::string label(name(law));
  const Stream stream = context.record.stream(label + "/" + form);
  const double moment = context.implementation.second_moment(law, n);
  std::vector<Wide<S>> values(static_cast<std::size_t>(count));
  for_blocks(context.implementation, law, stream, n, count, [&](Index first, RowMatrix<S>& X) {
    context.implementation.map(context.space(), Isometry::forward, view(X));
    context.implementation.form_values(OperatorRef<S>(A), view(X), values.data() + first);
  });
  for (Wide<S>& value : values) value /= moment;
  const exact::FormSums sums = context.implementation.form_sums(OperatorRef<S>(A), context.space());
  expectation(context, label, "E a(v,v) = tr(A C), " + label + " probes, " + form, values,
              context.problem.trace(A), value_variances(context.implementation, sums, law, false));
}

// A singular covariance F Fᴴ of rank r < n: E a(v, v) = tr(A F Fᴴ) for v = F x, x standard normal.
template <class S>
void check_singular(const Context<S>& context, const RowMatrix<S>& A) {
  const RowMatrix<S>& F = context.problem.factor;
  const Index rank = F.cols();
  const Index count = context.probes();
  std::vector<Wide<S>> values(static_cast<std::size_t>(count));
  for_blocks(context.implementation, Gaussian{}, context.record.stream("singular"), rank, count,
             [&](Index first, RowMatrix<S>& X) {
               RowMatrix<S> FX(F.rows(), X.cols());
               context.implementation.covariance_factor(OperatorRef<S>(F), view(X), view(FX));
               context.implementation.form_values(OperatorRef<S>(A), view(FX),
                                                  values.data() + first);
             });
  const double moment = context.implementation.second_moment(Gaussian{}, rank);
  for (Wide<S>& value : values) value /= moment;
  const exact::FormSums sums = dense_sums<S>(F.adjoint() * A * F);
  expectation(context, "singular", "E a(v,v) = tr(A C), C singular of rank " + std::to_string(rank),
              values, Wide<S>((A * F * F.adjoint()).trace()),
              value_variances(context.implementation, sums, Gaussian{}, false));
}

}  // namespace

// (3.2), (3.3), for zero-mean laws, invariant or not, without division by ‖v‖²_V.
template <VerifiedScalar S>
void check_theorem_31(const Context<S>& context) {
  const auto& A = context.problem.A;
  std::vector<Law> laws{Gaussian{}, Sphere{}};
  if (context.dim() <= 60) laws.push_back(Ball{});
  if (context.dim() <= 16) {
    if constexpr (is_complex<S>) {
      laws.push_back(Phases{});
    } else {
      laws.push_back(Signs{});
    }
  }
  for (const Law& law : laws) check_law<S>(context, law, A[0], "a general form");
  if (context.dim() <= 16)
    check_law<S>(context, Gaussian{}, RowMatrix<S>(context.problem.V), "a(v,v) = |v|_V^2");
  if (context.problem.factor.cols() > 0) check_singular<S>(context, A[1]);
}

#define INSTANTIATE(S) template void check_theorem_31(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
