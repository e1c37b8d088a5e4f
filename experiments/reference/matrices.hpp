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

/// A dense metric with Haar-distributed eigenvectors and eigenvalues in geometric progression from
/// 1/√condition to √condition.
template <Scalar S>
DenseMetric<S> conditioned_metric(const Stream& stream, Index n, double condition);

/// L A Lᴴ for V = L Lᴴ and a Hermitian A: the form whose pulled-back matrix Qᴴ(L A Lᴴ)Q, Q = L⁻ᴴ,
/// is A. The result is Hermitian to the bit.
template <Scalar S>
RowMatrix<S> lifted(const RowMatrix<S>& A, const DenseMetric<S>& V);

}  // namespace isotrace::program
