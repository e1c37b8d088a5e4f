#include "checks.hpp"
#include "measures.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

// The rank-one form with matrix y zᴴ for unit vectors y = e_col, z = e_row: its value vᴴ(y zᴴ)v =
// zᴴ(v vᴴ)y is an entry of v vᴴ.
template <class S>
RowMatrix<S> entry_form(Index n, Index row, Index col) {
  RowMatrix<S> A = RowMatrix<S>::Zero(n, n);
  A(col, row) = 1;
  return A;
}

}  // namespace

// Two entries of V⁻¹ by the sphere, the ball and the Gaussian measure: the first column's last
// entry (off the diagonal for n ≥ 2) and the last diagonal entry.
template <VerifiedScalar S>
void check_corollary_33(const Context<S>& context) {
  const Index n = context.dim();
  const RowMatrix<S> forms[2] = {entry_form<S>(n, n - 1, 0), entry_form<S>(n, n - 1, n - 1)};
  for (const Law& law : {Law{Sphere{}}, Law{Ball{}}, Law{Gaussian{}}}) {
    const Measure measure{std::string(name(law)), law};
    const Index count = context.probes();
    const double moment = context.implementation.direction_moment(law, n);
    std::vector<Wide<S>> values[2];
    for (auto& v : values) v.resize(static_cast<std::size_t>(count));
    for_points(context, measure, context.record.stream(measure.name), count,
               [&](Index first, RowMatrix<S>& X) {
                 // On the sphere ‖v‖_V = 1, and the identity has no quotient.
                 const auto norms = measure.name == "sphere"
                                        ? std::vector<double>(static_cast<std::size_t>(X.cols()), 1)
                                        : squared_norms(context.implementation, context.space(), X);
                 for (int k = 0; k < 2; ++k) {
                   Wide<S>* out = values[k].data() + first;
                   context.implementation.form_values(OperatorRef<S>(forms[k]), view(X), out);
                   for (std::size_t j = 0; j < norms.size(); ++j) out[j] /= norms[j] * moment;
                 }
               });
    for (int k = 0; k < 2; ++k) {
      const auto sums = context.implementation.form_sums(OperatorRef<S>(forms[k]), context.space());
      expectation(
          context, measure.name,
          std::string(k == 0 ? "entry (n, 1)" : "entry (n, n)") + " of V^-1 by the " + measure.name,
          values[k], Wide<S>(context.problem.V_inverse(n - 1, k == 0 ? 0 : n - 1)),
          value_variances(context.implementation, sums, Sphere{}, true));
    }
  }
}

#define INSTANTIATE(S) template void check_corollary_33(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
