#include <isotrace/metric/diagonal.hpp>

#include <fmt/format.h>

#include <cmath>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/checks.hpp>
#include "diagonal_entries.hpp"

namespace isotrace {
namespace {

template <class R>
void check_weights(const std::vector<R>& weights) {
  const auto n = static_cast<Index>(weights.size());
  detail::check_square(n, n);
  for (Index i = 0; i < n; ++i) {
    const R w = weights[i];
    if (!std::isfinite(w)) detail::refuse_entry(i, i, w);
    if (!(w > 0)) {
      throw MetricError(fmt::format(
          "the metric is not positive definite: the weight of row {} is {}, expected more than 0",
          i + 1, w));
    }
  }
}

}  // namespace

template <Scalar S>
DiagonalMetric<S>::DiagonalMetric(std::vector<Real<S>> weights) {
  check_weights(weights);
  std::vector<Real<S>> roots(weights.size());
  for (std::size_t i = 0; i < roots.size(); ++i) roots[i] = std::sqrt(weights[i]);
  weights_ = std::make_shared<const std::vector<Real<S>>>(std::move(weights));
  roots_ = std::make_shared<const std::vector<Real<S>>>(std::move(roots));
}

template <Scalar S>
Index DiagonalMetric<S>::dim() const {
  return static_cast<Index>(weights_->size());
}

template <Scalar S>
void DiagonalMetric<S>::gram(ConstBlockView<S> x, BlockView<S> y) const {
  detail::check_rows<S>(dim(), x, y);
  for (Index i = 0; i < x.rows; ++i) {
    const Real<S> w = (*weights_)[i];
    for (Index j = 0; j < x.cols; ++j) y(i, j) = x(i, j) * w;
  }
}

template <Scalar S>
void DiagonalMetric<S>::map(Isometry which, BlockView<S> x) const {
  detail::check_rows(dim(), x.rows);
  const bool solve = which == Isometry::forward || which == Isometry::adjoint;
  for (Index i = 0; i < x.rows; ++i) {
    const Real<S> root = (*roots_)[i];
    const Real<S> factor = solve ? 1 / root : root;
    for (Index j = 0; j < x.cols; ++j) x(i, j) *= factor;
  }
}

template <Scalar S>
std::shared_ptr<const InverseEntries<S>> DiagonalMetric<S>::inverse_entries() const {
  return std::make_shared<const detail::DiagonalEntries<S>>(weights_);
}

#define INSTANTIATE(S) template class DiagonalMetric<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
