#include <isotrace/metric/haar.hpp>

#include <isotrace/laws/haar.hpp>

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

template class HaarIsometry<float>;
template class HaarIsometry<double>;
template class HaarIsometry<std::complex<float>>;
template class HaarIsometry<std::complex<double>>;

}  // namespace isotrace
