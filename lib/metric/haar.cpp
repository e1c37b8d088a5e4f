#include <isotrace/metric/haar.hpp>

#include <isotrace/laws/haar.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/checks.hpp>

namespace isotrace {

template <Scalar S>
HaarIsometry<S>::HaarIsometry(MetricRef<S> metric, const Stream& stream, Index index)
    : metric_(metric) {
  auto rotation = std::make_shared<RowMatrix<S>>(metric.dim(), metric.dim());
  haar_isometry(stream, index, view(*rotation));
  rotation_ = std::move(rotation);
}

template <Scalar S>
void HaarIsometry<S>::apply(BlockView<S> x) const {
  detail::check_rows(metric_.dim(), x.rows);
  metric_.map(Isometry::inverse, x);
  const RowMatrix<S> rotated = *rotation_ * eigen(x);
  eigen(x) = rotated;
  metric_.map(Isometry::forward, x);
}

#define INSTANTIATE(S) template class HaarIsometry<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
