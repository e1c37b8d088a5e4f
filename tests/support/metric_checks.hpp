#pragma once

#include <isotrace/metric/metric.hpp>

#include "random_matrix.hpp"

namespace isotrace::test {

inline constexpr Isometry all_maps[] = {Isometry::forward, Isometry::adjoint, Isometry::inverse,
                                        Isometry::inverse_adjoint};

template <Scalar S>
RowMatrix<S> identity(Index n) {
  return RowMatrix<S>::Identity(n, n);
}

/// One of Q, Qᴴ, Q⁻¹, Q⁻ᴴ as a matrix.
template <Scalar S>
RowMatrix<S> map_matrix(MetricRef<S> metric, Isometry which) {
  RowMatrix<S> x = identity<S>(metric.dim());
  metric.map(which, view(x));
  return x;
}

/// Qᴴ V Q against I.
template <Scalar S>
double isometry_gap(MetricRef<S> metric, const RowMatrix<S>& v) {
  const RowMatrix<S> q = map_matrix(metric, Isometry::forward);
  return relative_gap<S>(q.adjoint() * v * q, identity<S>(v.rows()));
}

/// Q Qᴴ against V⁻¹, as V Q Qᴴ against I.
template <Scalar S>
double inverse_gap(MetricRef<S> metric, const RowMatrix<S>& v) {
  const RowMatrix<S> q = map_matrix(metric, Isometry::forward);
  return relative_gap<S>(v * q * q.adjoint(), identity<S>(v.rows()));
}

/// Each of the four maps against its definition by Q and V: Q, Qᴴ, Qᴴ V, V Q.
template <Scalar S>
double map_gap(MetricRef<S> metric, Isometry which, const RowMatrix<S>& v) {
  const RowMatrix<S> q = map_matrix(metric, Isometry::forward);
  RowMatrix<S> expected = q;
  if (which == Isometry::adjoint) expected = q.adjoint();
  if (which == Isometry::inverse) expected = q.adjoint() * v;
  if (which == Isometry::inverse_adjoint) expected = v * q;
  return relative_gap<S>(map_matrix(metric, which), expected);
}

/// gram against V X for a square X.
template <Scalar S>
double gram_gap(MetricRef<S> metric, const RowMatrix<S>& v) {
  const RowMatrix<S> x = random_matrix<S>(v.rows(), v.rows(), 99);
  RowMatrix<S> y(v.rows(), v.rows());
  metric.gram(view(x), view(y));
  return relative_gap<S>(y, v * x);
}

/// A map of a block of `width` columns inside wider storage against the map's matrix times the
/// block; infinite if a neighbouring column was touched.
template <Scalar S>
double strided_map_gap(MetricRef<S> metric, Isometry which, Index width) {
  const Index n = metric.dim();
  const RowMatrix<S> before = random_matrix<S>(n, width + 5, 17);
  RowMatrix<S> storage = before;
  metric.map(which, view(storage).columns(3, width));
  if (storage.leftCols(3) != before.leftCols(3) || storage.rightCols(2) != before.rightCols(2)) {
    return std::numeric_limits<double>::infinity();
  }
  return relative_gap<S>(storage.middleCols(3, width),
                         map_matrix(metric, which) * before.middleCols(3, width));
}

/// The same for gram, from one strided block into another.
template <Scalar S>
double strided_gram_gap(MetricRef<S> metric, const RowMatrix<S>& v, Index width) {
  const Index n = metric.dim();
  const RowMatrix<S> x = random_matrix<S>(n, width + 5, 18);
  const RowMatrix<S> before = random_matrix<S>(n, width + 4, 19);
  RowMatrix<S> y = before;
  metric.gram(view(x).columns(2, width), view(y).columns(1, width));
  if (y.leftCols(1) != before.leftCols(1) || y.rightCols(3) != before.rightCols(3)) {
    return std::numeric_limits<double>::infinity();
  }
  return relative_gap<S>(y.middleCols(1, width), v * x.middleCols(2, width));
}

}  // namespace isotrace::test
