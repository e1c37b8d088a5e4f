#include "measures.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {

std::vector<Measure> invariant_measures(Index n) {
  return {{"sphere", Sphere{}},
          {"ball", Ball{}},
          {"gaussian", Gaussian{}},
          {"frame", Frame{.size = n == 1 ? 1 : std::min<Index>(n - n / 3, 8)}},
          {"cauchy", Gaussian{}, true}};
}

template <VerifiedScalar S>
void draw_measure(const Implementation<S>& implementation, const Measure& measure,
                  const Stream& stream, Index first, RowMatrix<S>& X) {
  draw_probes(implementation, measure.law, stream, first, X);
  if (!measure.cauchy) return;
  RowMatrix<S> divisor(1, X.cols());
  draw_probes(implementation, Gaussian{}, stream.substream("divisor"), first, divisor);
  for (Index j = 0; j < X.cols(); ++j) X.col(j) /= std::abs(divisor(0, j));
}

#define INSTANTIATE(S)                                                                       \
  template void draw_measure(const Implementation<S>&, const Measure&, const Stream&, Index, \
                             RowMatrix<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
