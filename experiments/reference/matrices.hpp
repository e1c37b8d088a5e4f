#pragma once

#include <isotrace/laws/stream.hpp>
#include <isotrace/metric/dense.hpp>

namespace isotrace::program {

/// A Haar-distributed U of O(n), over ℂ of U(n).
template <Scalar S>
RowMatrix<S> haar_matrix(const Stream& stream, Index n);

/// U Λ Uᴴ, Hermitian to the bit. O(n³).
template <Scalar S>
RowMatrix<S> conjugated(const RowMatrix<S>& U, const Eigen::VectorXd& eigenvalues);

/// A dense metric with Haar-distributed eigenvectors, its eigenvalues from 1/√condition to
/// √condition in equal ratios.
template <Scalar S>
DenseMetric<S> conditioned_metric(const Stream& stream, Index n, double condition);

/// L A Lᴴ for V = L Lᴴ: the form whose pulled-back matrix Qᴴ(L A Lᴴ)Q, Q = L⁻ᴴ, is A again. A is
/// Hermitian, and so is the result, to the bit.
template <Scalar S>
RowMatrix<S> lifted(const RowMatrix<S>& A, const DenseMetric<S>& V);

}  // namespace isotrace::program
