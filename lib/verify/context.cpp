#include "context.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {

template <VerifiedScalar S>
ValueVariances value_variances(const Implementation<S>& implementation, const exact::FormSums& sums,
                               const Law& law, bool normalised) {
  ValueVariances variances;
  variances.total = implementation.value_variance(sums, law, normalised);
  if constexpr (!is_complex<S>) {
    variances.parts.re = variances.total;
  } else {
    exact::FormSums re = sums;
    re.trace = sums.trace.real();
    re.frobenius2 = sums.hermitian2;
    re.diagonal2 = sums.real_diagonal2;
    exact::FormSums im = sums;
    im.trace = sums.trace.imag();
    im.frobenius2 = sums.frobenius2 - sums.hermitian2;
    im.hermitian2 = im.frobenius2;
    im.diagonal2 = sums.diagonal2 - sums.real_diagonal2;
    im.real_diagonal2 = im.diagonal2;
    variances.parts = {implementation.value_variance(re, law, normalised),
                       implementation.value_variance(im, law, normalised)};
  }
  return variances;
}

template <VerifiedScalar S>
exact::FormSums dense_sums(const ColMatrix<S>& B) {
  exact::FormSums sums;
  sums.field = field_of<S>;
  sums.n = B.rows();
  sums.trace = B.trace();
  sums.frobenius2 = B.squaredNorm();
  sums.hermitian2 = (B + B.adjoint()).squaredNorm() / 4.0;
  sums.symmetric2 = (B + B.transpose()).squaredNorm() / 4.0;
  sums.diagonal2 = B.diagonal().squaredNorm();
  sums.real_diagonal2 = B.diagonal().real().squaredNorm();
  return sums;
}

template <VerifiedScalar S>
void draw_probes(const Implementation<S>& implementation, const Law& law, const Stream& stream,
                 Index first, RowMatrix<S>& X) {
  std::vector<double> scale(static_cast<std::size_t>(X.cols()));
  std::vector<double> norm(static_cast<std::size_t>(X.cols()));
  implementation.draw_raw(law, stream, first, view(X), {scale.data(), norm.data()});
  for (Index j = 0; j < X.cols(); ++j) X.col(j) *= scale[static_cast<std::size_t>(j)];
}

template <VerifiedScalar S>
std::vector<double> squared_norms(const Implementation<S>& implementation, const Space<S>& V,
                                  const RowMatrix<S>& X) {
  RowMatrix<S> VX(X.rows(), X.cols());
  implementation.gram(V, view(X), view(VX));
  std::vector<double> norms(static_cast<std::size_t>(X.cols()));
  for (Index j = 0; j < X.cols(); ++j) {
    norms[static_cast<std::size_t>(j)] = real_part(S(X.col(j).dot(VX.col(j))));
  }
  return norms;
}

template <VerifiedScalar S>
void expectation(const Context<S>& context, const std::string& suffix, const std::string& statement,
                 const std::vector<Wide<S>>& values, Wide<S> mean,
                 const ValueVariances& variances) {
  const auto count = static_cast<double>(values.size());
  if (!(variances.total > 1e-11 * squared_modulus(mean))) {
    Wide<S> farthest = values.front();
    for (const Wide<S>& value : values) {
      if (!(std::abs(value - mean) <= std::abs(farthest - mean))) farthest = value;
    }
    context.record.identity(suffix, statement + ", zero variance: the farthest value", farthest,
                            mean, context.rounding(std::abs(mean)));
    return;
  }
  Wide<S> sum = 0;
  for (const Wide<S>& value : values) sum += value;
  context.record.test(suffix, statement, sum / count, mean,
                      mean_p_value(values, mean, variances.parts));
  const SquareErrorTest square = square_error_test(values, mean, variances.total, error_group);
  context.record.test(suffix.empty() ? "mse" : suffix + "-mse",
                      statement + ": mean square error of one value", square.estimate,
                      variances.total, square.p_value);
}

#define INSTANTIATE(S)                                                                      \
  template ValueVariances value_variances(const Implementation<S>&, const exact::FormSums&, \
                                          const Law&, bool);                                \
  template exact::FormSums dense_sums(const ColMatrix<S>&);                                 \
  template void draw_probes(const Implementation<S>&, const Law&, const Stream&, Index,     \
                            RowMatrix<S>&);                                                 \
  template std::vector<double> squared_norms(const Implementation<S>&, const Space<S>&,     \
                                             const RowMatrix<S>&);                          \
  template void expectation(const Context<S>&, const std::string&, const std::string&,      \
                            const std::vector<S>&, S, const ValueVariances&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
