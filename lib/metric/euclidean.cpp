#include <isotrace/metric/euclidean.hpp>

#include <fmt/format.h>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/checks.hpp>
#include "diagonal_entries.hpp"

namespace isotrace {

template <Scalar S>
EuclideanMetric<S>::EuclideanMetric(Index n) : n_(n) {
  if (n < 1) {
    throw ShapeError(fmt::format("the metric's dimension is {}, expected at least 1", n));
  }
}

template <Scalar S>
void EuclideanMetric<S>::gram(ConstBlockView<S> x, BlockView<S> y) const {
  detail::check_rows<S>(n_, x, y);
  eigen(y) = eigen(x);
}

template <Scalar S>
void EuclideanMetric<S>::map(Isometry, BlockView<S> x) const {
  detail::check_rows(n_, x.rows);
}

template <Scalar S>
std::shared_ptr<const InverseEntries<S>> EuclideanMetric<S>::inverse_entries() const {
  return std::make_shared<const detail::DiagonalEntries<S>>(n_);
}

#define INSTANTIATE(S) template class EuclideanMetric<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
