#pragma once

#include <new>
#include <utility>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/core/scratch.hpp>

namespace isotrace {

/// A tall column-major n×k matrix, of which sketches consist, in double precision whatever the
/// operator's. S is double or std::complex<double>. Its memory is borrowed from a pool, so that the
/// panels of this run, and of the next one, do not each pay for fresh memory. A panel without a
/// pool owns its memory. Copies of a panel, and products with it, use its pool.
template <Scalar S>
class Panel : public Eigen::Map<ColMatrix<S>> {
 public:
  using Map = Eigen::Map<ColMatrix<S>>;

  Panel() : Map(nullptr, 0, 0) {}
  /// An n×k panel, uninitialised. The pool must outlive it.
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
  /// A panel without a pool.
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

/// A read-only view of columns of a panel.
template <Scalar S>
using PanelView = Eigen::Ref<const ColMatrix<S>>;

/// A small dense matrix, such as k×k.
template <Scalar S>
using Small = ColMatrix<S>;

template <Scalar S>
using Numbers = Eigen::Array<S, Eigen::Dynamic, 1>;

// Products with panels by BLAS, in parallel. The division into tasks depends on the shapes alone,
// so the results do not depend on the number of threads, bit for bit. O(n k l).

/// Aᴴ B, n×k by n×l.
template <Scalar S>
Small<S> inner_product(const PanelView<S>& A, const PanelView<S>& B);

template <class A, class B>
Small<typename A::Scalar> inner(const Eigen::MatrixBase<A>& a, const Eigen::MatrixBase<B>& b) {
  return inner_product<typename A::Scalar>(a.derived(), b.derived());
}

/// Aᴴ B if Hermitian up to rounding: computes the upper triangle and mirrors it. Half the work.
template <Scalar S>
Small<S> hermitian_product(const PanelView<S>& A, const PanelView<S>& B);

/// Aᴴ A, exactly Hermitian, at half the work.
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

/// (Y + a Ω) R⁻¹; Ω is not read if a = 0.
template <Scalar S>
Panel<S> divided(ScratchPool* pool, const PanelView<S>& Y, double a, const PanelView<S>& omega,
                 const Small<S>& R);

/// X ← X − Q C with C = QᴴX, which is returned. Q has orthonormal columns, or none. The projection
/// is repeated if a column has lost four digits, since rounding then leaves a component along Q.
template <Scalar S>
Small<S> project_off(const Panel<S>& Q, Panel<S>& X);

/// The columns of A, then those of B. If one has no columns, the other is moved, not copied.
template <Scalar S>
Panel<S> joined(Panel<S> A, Panel<S> B);

/// Columns which[0] … which[count − 1] of A.
template <Scalar S>
Panel<S> selected(const Panel<S>& A, const Index* which, Index count);

/// Grows a table: puts `below` under A, then the columns of `right` beside both.
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

/// The diagonal of Aᴴ B: Σ_i conj(a_ij) b_ij for each column j.
template <Scalar S>
Numbers<S> inner_diagonal(const PanelView<S>& A, const PanelView<S>& B);

/// Σ_i |a_ij|² for each column j.
template <Scalar S>
Eigen::ArrayXd column_squares(const PanelView<S>& A);

}  // namespace isotrace
