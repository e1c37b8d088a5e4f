#pragma once

#include <utility>

#include <isotrace/core/eigen_views.hpp>

namespace isotrace {

/// A tall matrix of k columns in 𝕂ⁿ, column-major, in double whatever the operator's precision:
/// what sketches are made of. S is double or std::complex<double>.
template <Scalar S>
using Panel = ColMatrix<S>;

/// Columns of a panel, not copied.
template <Scalar S>
using PanelView = Eigen::Ref<const Panel<S>>;

/// A k×k matrix.
template <Scalar S>
using Small = ColMatrix<S>;

template <Scalar S>
using Numbers = Eigen::Array<S, Eigen::Dynamic, 1>;

/// An n×k panel whose entries are still to be written; a large one on huge pages where the system
/// has them.
template <Scalar S>
Panel<S> unset_panel(Index n, Index k);

// Products with panels, by BLAS, in parallel; cut by the shapes alone, so that the bits do not
// depend on the threads. O(n k l).

/// Aᴴ B, n×k by n×l.
template <Scalar S>
Small<S> inner_product(const PanelView<S>& A, const PanelView<S>& B);

template <class A, class B>
Small<typename A::Scalar> inner(const Eigen::MatrixBase<A>& a, const Eigen::MatrixBase<B>& b) {
  return inner_product<typename A::Scalar>(a.derived(), b.derived());
}

/// Aᴴ A, Hermitian to the bit; half of the work.
template <Scalar S>
Small<S> gram_matrix(const PanelView<S>& A);

template <class A>
Small<typename A::Scalar> gram(const Eigen::MatrixBase<A>& a) {
  return gram_matrix<typename A::Scalar>(a.derived());
}

/// A C, n×k by k×l.
template <Scalar S>
Panel<S> times(const Panel<S>& A, const Small<S>& C);

/// X ← X + A C.
template <Scalar S>
void add_times(Panel<S>& X, const Panel<S>& A, const Small<S>& C);

/// X ← X R⁻¹ for an upper triangular R.
template <Scalar S>
void divide(Panel<S>& X, const Small<S>& R);

/// (Y + a Ω) R⁻¹; Ω is not looked at for a = 0.
template <Scalar S>
Panel<S> divided(const PanelView<S>& Y, double a, const PanelView<S>& omega, const Small<S>& R);

/// X ← X − Q C with C = QᴴX, which is returned. Once more where a column has lost four digits, for
/// rounding leaves it as much of Q as it has lost. Q has orthonormal columns, or none.
template <Scalar S>
Small<S> project_off(const Panel<S>& Q, Panel<S>& X);

/// The columns of A, then those of B; takes over the one that is all.
template <Scalar S>
Panel<S> joined(Panel<S> A, Panel<S> B);

/// A ← A with the columns of `right` beside it and, under it, `below`: a table that grows.
template <Scalar S>
void border(Small<S>& A, Small<S> right, const Small<S>& below) {
  if (A.cols() == 0) {
    A = std::move(right);
    return;
  }
  Small<S> whole(right.rows(), A.cols() + right.cols());
  whole.topLeftCorner(A.rows(), A.cols()) = A;
  whole.bottomLeftCorner(below.rows(), A.cols()) = below;
  whole.rightCols(right.cols()) = right;
  A = std::move(whole);
}

/// Σ conj(a_ij) b_ij over the rows, a number a column: the diagonal of Aᴴ B.
template <Scalar S>
Numbers<S> column_dots(const PanelView<S>& A, const PanelView<S>& B);

/// Σ |a_ij|² over the rows, a number a column.
template <Scalar S>
Eigen::ArrayXd column_squares(const PanelView<S>& A);

}  // namespace isotrace
