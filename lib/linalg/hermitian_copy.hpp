#pragma once

#include <Eigen/SparseCore>

#include <isotrace/core/matrix_view.hpp>

namespace isotrace::detail {

/// V made exactly Hermitian: its lower triangle, the adjoint of that above the diagonal, and the
/// real part of the diagonal. Throws as SparseMetric does. O(nonzeros).
template <Scalar S>
Eigen::SparseMatrix<S, Eigen::RowMajor> hermitian_copy(SparseView<S> V);

}  // namespace isotrace::detail
