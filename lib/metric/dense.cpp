#include <isotrace/metric/dense.hpp>

#include <Eigen/Cholesky>

#include <algorithm>

#include <lib/core/instantiate.hpp>
#include <lib/core/sum.hpp>
#include <lib/linalg/blas.hpp>
#include <lib/linalg/checks.hpp>
#include <lib/parallel/progress.hpp>

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
class DenseMetric<S>::Entries final : public InverseEntries<S> {
 public:
  explicit Entries(const detail::Kept<Factor>& factor) : factor_(factor) {}

  double log_determinant() const override {
    return 2 * sum(factor_->lower.diagonal(),
                   [](const S& pivot) { return std::log(real_part(pivot)); });
  }
  /// Row norms of L⁻ᴴ, a block of columns of it at a time.
  void diagonal(const EntryOptions& options, Real<S>* out) const override {
    const Index n = factor_->lower.rows();
    const auto affordable =
        static_cast<Index>(options.memory / (static_cast<std::size_t>(n) * sizeof(S)));
    const Index width = std::clamp<Index>(affordable, 1, 256);
    std::vector<double> sums(static_cast<std::size_t>(n), 0.0);
    Progress progress(options.progress, n);
    for (Index first = 0; first < n; first += width) {
      if (options.stop.requested()) throw Interrupted("stopped before the diagonal was complete");
      const Index count = std::min(width, n - first);
      RowMatrix<S> x = RowMatrix<S>::Zero(n, count);
      for (Index j = 0; j < count; ++j) x(first + j, j) = S(1);
      detail::triangular(detail::Triangular::solve_adjoint, matrix_view(factor_->lower), view(x));
      for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < count; ++j) sums[i] += squared_modulus(x(i, j));
      }
      progress.add(count);
    }
    progress.finish();
    for (Index i = 0; i < n; ++i) out[i] = static_cast<Real<S>>(sums[i]);
  }

 private:
  detail::Kept<Factor> factor_;
};

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

template <Scalar S>
GramMatrix<S> DenseMetric<S>::gram_matrix() const {
  return {.dense = matrix_view(factor_->gram)};
}

template <Scalar S>
std::shared_ptr<const InverseEntries<S>> DenseMetric<S>::inverse_entries() const {
  return std::make_shared<const Entries>(factor_);
}

#define INSTANTIATE(S) template class DenseMetric<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
