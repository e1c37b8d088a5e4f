#pragma once

#include <new>
#include <utility>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/core/scratch.hpp>

namespace isotrace {

/// A tall matrix of k columns in 𝕂ⁿ, column-major, in double whatever the operator's precision:
/// what sketches are made of. S is double or std::complex<double>. Its memory is borrowed from a
/// pool, so that the panels of a run, and of the next one, do not each pay for fresh memory; one
/// without a pool has its own. Copies of a panel, and products with one, are of its pool.
template <Scalar S>
class Panel : public Eigen::Map<ColMatrix<S>> {
 public:
  using Map = Eigen::Map<ColMatrix<S>>;

  Panel() : Map(nullptr, 0, 0) {}
  /// n×k, its entries still to be written. The pool must outlive it.
  Panel(ScratchPool* pool, Index n, Index k) : Map(nullptr, 0, 0), pool_(pool) {
    S* data = nullptr;
    if (n * k > 0 && pool != nullptr) {
      buffer_ = pool->borrow(static_cast<std::size_t>(n * k) * sizeof(S));
      data = static_cast<S*>(buffer_.data());
    } else if (n * k > 0) {
      own_.resize(n, k);
      data = own_.data();
    }
    map(data, n, k);
  }
  template <class A>
  Panel(ScratchPool* pool, const Eigen::MatrixBase<A>& entries)
      : Panel(pool, entries.rows(), entries.cols()) {
    Map::operator=(entries);
  }
  /// One without a pool.
  template <class A>
  explicit Panel(const Eigen::MatrixBase<A>& entries) : Panel(nullptr, entries) {}
  Panel(const Panel& other) : Panel(other.pool_, static_cast<const Map&>(other)) {}
  Panel(Panel&& other) noexcept : Panel() { swap(other); }
  Panel& operator=(Panel other) noexcept {
    swap(other);
    return *this;
  }
  ~Panel() = default;

  ScratchPool* pool() const { return pool_; }

 private:
  void map(S* data, Index n, Index k) { ::new (static_cast<Map*>(this)) Map(data, n, k); }
  void swap(Panel& other) noexcept {
    S* const data = this->data();
    const Index n = this->rows();
    const Index k = this->cols();
    map(other.data(), other.rows(), other.cols());
    other.map(data, n, k);
    std::swap(pool_, other.pool_);
    std::swap(buffer_, other.buffer_);
    own_.swap(other.own_);
  }

  ScratchPool* pool_ = nullptr;
  ScratchPool::Buffer buffer_;
  ColMatrix<S> own_;
};

/// Columns of a panel, not copied.
template <Scalar S>
using PanelView = Eigen::Ref<const ColMatrix<S>>;

/// A k×k matrix.
template <Scalar S>
using Small = ColMatrix<S>;

template <Scalar S>
using Numbers = Eigen::Array<S, Eigen::Dynamic, 1>;

// Products with panels, by BLAS, in parallel; cut by the shapes alone, so that the bits do not
// depend on the threads. O(n k l).

/// Aᴴ B, n×k by n×l.
template <Scalar S>
Small<S> inner_product(const PanelView<S>& A, const PanelView<S>& B);

template <class A, class B>
Small<typename A::Scalar> inner(const Eigen::MatrixBase<A>& a, const Eigen::MatrixBase<B>& b) {
  return inner_product<typename A::Scalar>(a.derived(), b.derived());
}

/// Aᴴ B where that is Hermitian but for rounding: above the diagonal, and the rest from there; half
/// of the work.
template <Scalar S>
Small<S> hermitian_product(const PanelView<S>& A, const PanelView<S>& B);

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
template <Scalar S>
Small<S> times(const Small<S>& A, const Small<S>& C);

/// X ← X + A C.
template <Scalar S>
void add_times(Panel<S>& X, const Panel<S>& A, const Small<S>& C);

/// X ← X R⁻¹ for an upper triangular R.
template <Scalar S>
void divide(Panel<S>& X, const Small<S>& R);
template <Scalar S>
void divide(Small<S>& X, const Small<S>& R);

/// (Y + a Ω) R⁻¹; Ω is not looked at for a = 0.
template <Scalar S>
Panel<S> divided(ScratchPool* pool, const PanelView<S>& Y, double a, const PanelView<S>& omega,
                 const Small<S>& R);

/// X ← X − Q C with C = QᴴX, which is returned. Once more where a column has lost four digits, for
/// rounding leaves it as much of Q as it has lost. Q has orthonormal columns, or none.
template <Scalar S>
Small<S> project_off(const Panel<S>& Q, Panel<S>& X);

/// The columns of A, then those of B; takes over the one that is all.
template <Scalar S>
Panel<S> joined(Panel<S> A, Panel<S> B);

/// Columns which[0] … which[count − 1] of A.
template <Scalar S>
Panel<S> selected(const Panel<S>& A, const Index* which, Index count);

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
Numbers<S> inner_diagonal(const PanelView<S>& A, const PanelView<S>& B);

/// Σ |a_ij|² over the rows, a number a column.
template <Scalar S>
Eigen::ArrayXd column_squares(const PanelView<S>& A);

}  // namespace isotrace
