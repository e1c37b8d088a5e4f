#include "isotropic_probes.hpp"

#include <cmath>
#include <vector>

#include <isotrace/core/eigen_views.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace {

template <Scalar S>
void draw_isotropic(const Law& law, const Stream& stream, Index first, BlockView<S> X) {
  std::vector<double> numbers(static_cast<std::size_t>(2 * X.cols));
  const RawNorms norms{numbers.data(), numbers.data() + X.cols};
  draw_raw(law, stream, first, X, norms);
  Eigen::Map<Eigen::ArrayXd> scale(norms.scale, X.cols);
  if (law.invariant()) {
    const Eigen::Map<const Eigen::ArrayXd> squares(norms.squared_norm, X.cols);
    scale = (static_cast<double>(X.rows) / squares).sqrt();
  } else {
    scale /= std::sqrt(law.second_moment(field_of<S>, X.rows));
    if ((scale == 1).all()) return;
  }
  eigen(X) *= scale.matrix().template cast<Real<S>>().template cast<S>().asDiagonal();
}

#define INSTANTIATE(S) template void draw_isotropic(const Law&, const Stream&, Index, BlockView<S>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
