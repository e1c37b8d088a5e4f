#include <isotrace/metric/dense.hpp>

#include <Eigen/Cholesky>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/blas.hpp>
#include <lib/linalg/checks.hpp>

namespace isotrace {

template <Scalar S>
struct DenseMetric<S>::Factor {
  RowMatrix<S> gram;   // V, exactly Hermitian
  RowMatrix<S> lower;  // the lower triangle is L
};

namespace {

template <Scalar S>
ColMatrix<S> copy(DenseView<S> v) {
  const Eigen::OuterStride<> stride(v.stride);
  if (v.row_major) {
    return Eigen::Map<const RowMatrix<S>, 0, Eigen::OuterStride<>>(v.data, v.rows, v.cols, stride);
  }
  return Eigen::Map<const ColMatrix<S>, 0, Eigen::OuterStride<>>(v.data, v.rows, v.cols, stride);
}

/// Refuses a matrix that is not finite or not Hermitian, then makes the upper triangle the exact
/// adjoint of the lower one.
template <Scalar S>
void check_and_symmetrise(ColMatrix<S>& v) {
  for (Index j = 0; j < v.cols(); ++j) {
    for (Index i = 0; i < v.rows(); ++i) {
      if (!detail::finite(v(i, j))) detail::refuse_entry(i, j, v(i, j));
    }
  }
  for (Index j = 0; j < v.cols(); ++j) {
    for (Index i = j; i < v.rows(); ++i) {
      detail::check_hermitian(i, j, v(i, j), v(j, i), v(i, i), v(j, j));
    }
    v(j, j) = std::real(v(j, j));
  }
  v.template triangularView<Eigen::StrictlyUpper>() = v.adjoint();
}

template <Scalar S>
bool sufficient_pivots(const ColMatrix<S>& v, const ColMatrix<S>& l) {
  for (Index j = 0; j < v.rows(); ++j) {
    if (!(squared_modulus(l(j, j)) > detail::pivot_bound(v.rows(), v(j, j)))) return false;
  }
  return true;
}

/// A column-by-column Cholesky factorisation that names the first insufficient pivot. Needed only
/// if Eigen's blocked one fails, which reports neither the row nor the value of that pivot.
template <Scalar S>
ColMatrix<S> diagnosing_cholesky(const ColMatrix<S>& v) {
  const Index n = v.rows();
  ColMatrix<S> l = ColMatrix<S>::Zero(n, n);
  for (Index j = 0; j < n; ++j) {
    const Index below = n - j - 1;
    const double pivot = std::real(v(j, j)) - l.row(j).head(j).squaredNorm();
    const double bound = detail::pivot_bound(n, v(j, j));
    if (!(pivot > bound)) detail::refuse_pivot(j, pivot, bound);
    const Real<S> root = std::sqrt(static_cast<Real<S>>(pivot));
    l(j, j) = root;
    l.col(j).tail(below) = v.col(j).tail(below);
    l.col(j).tail(below).noalias() -= l.bottomLeftCorner(below, j) * l.row(j).head(j).adjoint();
    l.col(j).tail(below) /= root;
  }
  return l;
}

template <Scalar S>
ColMatrix<S> cholesky(const ColMatrix<S>& v) {
  ColMatrix<S> l = v;
  const Eigen::LLT<Eigen::Ref<ColMatrix<S>>> llt(l);
  if (llt.info() != Eigen::Success || !sufficient_pivots(v, l)) return diagnosing_cholesky(v);
  return l;
}

}  // namespace

template <Scalar S>
DenseMetric<S>::DenseMetric(DenseView<S> V) {
  detail::check_square(V.rows, V.cols);
  ColMatrix<S> gram = copy(V);
  check_and_symmetrise(gram);
  ColMatrix<S> lower = cholesky(gram);
  factor_ = std::make_shared<const Factor>(Factor{gram, lower});
}

template <Scalar S>
Index DenseMetric<S>::dim() const {
  return factor_->gram.rows();
}

template <Scalar S>
void DenseMetric<S>::gram(ConstBlockView<S> x, BlockView<S> y) const {
  detail::check_rows<S>(dim(), x, y);
  detail::gemm<S>(detail::Side::itself, matrix_view(factor_->gram), x, y);
}

template <Scalar S>
void DenseMetric<S>::map(Isometry which, BlockView<S> x) const {
  detail::check_rows(dim(), x.rows);
  const DenseView<S> lower = matrix_view(factor_->lower);
  switch (which) {
    case Isometry::forward: return detail::triangular(detail::Triangular::solve_adjoint, lower, x);
    case Isometry::adjoint: return detail::triangular(detail::Triangular::solve, lower, x);
    case Isometry::inverse:
      return detail::triangular(detail::Triangular::multiply_adjoint, lower, x);
    case Isometry::inverse_adjoint:
      return detail::triangular(detail::Triangular::multiply, lower, x);
  }
}

#define INSTANTIATE(S) template class DenseMetric<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
