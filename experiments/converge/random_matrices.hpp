#pragma once

#include <cmath>

#include <isotrace/laws/laws.hpp>
#include <isotrace/laws/stream.hpp>
#include <isotrace/metric/dense.hpp>

namespace isotrace::program {

/// Independent standard normal entries (over ℂ circular, E|entry|² = 1); column j is probe j.
template <Scalar S>
RowMatrix<S> random_matrix(const Stream& stream, Index rows, Index cols) {
  RowMatrix<S> out(rows, cols);
  draw(Law(Gaussian{}), stream, 0, view(out));
  return out;
}

/// V = I/10 + G Gᴴ/n with a random G: a dense metric with eigenvalues from about 0.1 to 4.1, over ℂ
/// not real.
template <Scalar S>
DenseMetric<S> random_metric(const Stream& stream, Index n) {
  const RowMatrix<S> G = random_matrix<S>(stream, n, n);
  RowMatrix<S> V = G * G.adjoint() / Real<S>(n);
  V = (V + RowMatrix<S>(V.adjoint())) / Real<S>(2);
  V.diagonal().array() += Real<S>(0.1);
  return DenseMetric<S>(V);
}

}  // namespace isotrace::program
