#pragma once

#include <isotrace/core/eigen_views.hpp>

namespace isotrace {

/// A tall matrix of k columns in 𝕂ⁿ, column-major, in double whatever the operator's precision:
/// what sketches are made of. S is double or std::complex<double>.
template <Scalar S>
using Panel = ColMatrix<S>;

/// A k×k matrix.
template <Scalar S>
using Small = ColMatrix<S>;

// Products with panels, by BLAS, in parallel; cut by the shapes alone, so that the bits do not
// depend on the threads. O(n k l).

/// Aᴴ B, n×k by n×l.
template <Scalar S>
Small<S> inner(const Panel<S>& A, const Panel<S>& B);

/// A C, n×k by k×l.
template <Scalar S>
Panel<S> times(const Panel<S>& A, const Small<S>& C);

/// X ← X − Q Qᴴ X, twice: once leaves what rounding left. Q has orthonormal columns, or none.
template <Scalar S>
void project_off(const Panel<S>& Q, Panel<S>& X);

/// X ← X + A C.
template <Scalar S>
void add_times(Panel<S>& X, const Panel<S>& A, const Small<S>& C);

/// The columns of A, then those of B; takes over the one that is all.
template <Scalar S>
Panel<S> joined(Panel<S> A, Panel<S> B);

/// Σ conj(a_ij) b_ij over the rows, a number a column: the diagonal of Aᴴ B.
template <Scalar S>
Eigen::Array<S, Eigen::Dynamic, 1> column_dots(const Small<S>& A, const Small<S>& B) {
  return (A.conjugate().array() * B.array()).colwise().sum().transpose();
}

}  // namespace isotrace
