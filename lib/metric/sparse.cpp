#include <isotrace/metric/sparse.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/checks.hpp>
#include <lib/linalg/kernel_tables.hpp>
#include <lib/linalg/sparse_cholesky/factor.hpp>
#include <lib/linalg/sparse_cholesky/ordering.hpp>

namespace isotrace {

template <Scalar S>
struct SparseMetric<S>::Factor {
  Eigen::SparseMatrix<S, Eigen::RowMajor> gram;  // V, exactly Hermitian
  detail::PanelFactor<S> lower;                  // Pᵀ L P
  Index nonzeros;                                // of L, not counting zeros stored in its panels
};

namespace {

template <Scalar S>
using Columns = Eigen::SparseMatrix<S, Eigen::ColMajor>;

/// A column-major copy with sorted row indices.
template <Scalar S>
Columns<S> copy(SparseView<S> v) {
  using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;
  const Index nonzeros = v.nonzeros();
  if (v.row_major) {
    return Eigen::Map<const Rows>(v.rows, v.cols, nonzeros, v.outer, v.inner, v.values);
  }
  const Rows rows =
      Eigen::Map<const Columns<S>>(v.rows, v.cols, nonzeros, v.outer, v.inner, v.values);
  return rows;  // conversion to rows and back sorts the indices
}

template <Scalar S>
void check_finite(const Columns<S>& v) {
  for (Index j = 0; j < v.cols(); ++j) {
    for (typename Columns<S>::InnerIterator it(v, j); it; ++it) {
      if (!detail::finite(it.value())) detail::refuse_entry(it.row(), j, it.value());
    }
  }
}

/// Compares the columns of V and Vᴴ. An entry stored in only one of them is compared with 0.
template <Scalar S>
void check_hermitian(const Columns<S>& v) {
  using Iterator = typename Columns<S>::InnerIterator;
  const Columns<S> adjoint = v.adjoint();
  const Eigen::Matrix<S, Eigen::Dynamic, 1> diagonal = v.diagonal();
  for (Index j = 0; j < v.cols(); ++j) {
    Iterator a(v, j);
    Iterator b(adjoint, j);
    while (a || b) {
      const Index i = !b || (a && a.row() < b.row()) ? a.row() : b.row();
      const S v_ij = a && a.row() == i ? a.value() : S(0);
      const S v_ji = b && b.row() == i ? conjugate(b.value()) : S(0);
      detail::check_hermitian(i, j, v_ij, v_ji, diagonal[i], diagonal[j]);
      if (a && a.row() == i) ++a;
      if (b && b.row() == i) ++b;
    }
  }
}

/// V with its upper triangle replaced by the adjoint of the lower one, and a real diagonal.
template <Scalar S>
Columns<S> symmetrised(Columns<S> v) {
  for (Index j = 0; j < v.cols(); ++j) {
    for (typename Columns<S>::InnerIterator it(v, j); it; ++it) {
      if (it.row() == j) it.valueRef() = std::real(it.value());
    }
  }
  Columns<S> full = v.template selfadjointView<Eigen::Lower>();
  return full;
}

}  // namespace

template <Scalar S>
SparseMetric<S>::SparseMetric(SparseView<S> V) {
  detail::check_square(V.rows, V.cols);
  const Columns<S> given = copy(V);
  check_finite(given);
  check_hermitian(given);
  Eigen::SparseMatrix<S, Eigen::RowMajor> v = symmetrised(given);
  const detail::Pattern pattern{v.outerIndexPtr(), v.innerIndexPtr(), v.rows()};
  const detail::Elimination elimination = detail::fill_reducing(pattern);
  const auto nodes = detail::supernodes(pattern, elimination, detail::panel_width<S>);
  auto lower = detail::factorise<S>(v, nodes);
  const auto nonzeros = static_cast<Index>(detail::factor_nonzeros(elimination));
  factor_ = std::make_shared<const Factor>(Factor{std::move(v), std::move(lower), nonzeros});
}

template <Scalar S>
Index SparseMetric<S>::dim() const {
  return factor_->gram.rows();
}

template <Scalar S>
Index SparseMetric<S>::factor_nonzeros() const {
  return factor_->nonzeros;
}

template <Scalar S>
double SparseMetric<S>::gram_cost() const {
  return static_cast<double>(factor_->gram.nonZeros()) * cost::multiplications<S> *
         cost::sparse_entry;
}

template <Scalar S>
void SparseMetric<S>::gram(ConstBlockView<S> x, BlockView<S> y) const {
  detail::check_rows<S>(dim(), x, y);
  const auto& v = factor_->gram;
  const auto lists =
      detail::sparse_lists(v.outerIndexPtr(), v.innerIndexPtr(), v.valuePtr(), v.rows());
  detail::product_kernels<S>().gather(lists, detail::real_block(x), detail::real_block(y));
}

template <Scalar S>
void SparseMetric<S>::map(Isometry which, BlockView<S> x) const {
  detail::check_rows(dim(), x.rows);
  const auto lower = factor_->lower.list();
  const auto block = detail::real_block(x);
  const auto& kernels = detail::panel_kernels<S>();
  switch (which) {
    case Isometry::forward: return kernels.solve_lower_adjoint(lower, block);
    case Isometry::adjoint: return kernels.solve_lower(lower, block);
    case Isometry::inverse: return kernels.multiply_lower_adjoint(lower, block);
    case Isometry::inverse_adjoint: return kernels.multiply_lower(lower, block);
  }
}

#define INSTANTIATE(S) template class SparseMetric<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
