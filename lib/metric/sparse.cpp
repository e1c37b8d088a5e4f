#include <isotrace/metric/sparse.hpp>

#include <Eigen/SparseCholesky>

#include <cmath>

#include "checks.hpp"
#include "row_permutation.hpp"
#include "triangular_kernels.hpp"

namespace isotrace {

template <Scalar S>
struct SparseMetric<S>::Factor {
  Eigen::SparseMatrix<S, Eigen::RowMajor> gram;  // V, exactly Hermitian
  detail::LowerFactor<S> lower;                  // L of P V Pᵀ = L Lᴴ
  detail::RowPermutation permutation;            // P
};

namespace {

template <Scalar S>
using Columns = Eigen::SparseMatrix<S, Eigen::ColMajor>;

/// A copy by columns, its rows sorted within each.
template <Scalar S>
Columns<S> copy(SparseView<S> v) {
  using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;
  const Index nonzeros = v.nonzeros();
  if (v.row_major) {
    return Eigen::Map<const Rows>(v.rows, v.cols, nonzeros, v.outer, v.inner, v.values);
  }
  const Rows rows =
      Eigen::Map<const Columns<S>>(v.rows, v.cols, nonzeros, v.outer, v.inner, v.values);
  return rows;  // to rows and back: each conversion sorts
}

template <Scalar S>
void check_finite(const Columns<S>& v) {
  for (Index j = 0; j < v.cols(); ++j) {
    for (typename Columns<S>::InnerIterator it(v, j); it; ++it) {
      if (!detail::finite(it.value())) detail::refuse_entry(it.row(), j, it.value());
    }
  }
}

/// Merges each column of V with that of Vᴴ; an entry stored in one of them only is compared with 0.
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

template <Scalar S>
using Ldlt = Eigen::SimplicialLDLT<Columns<S>, Eigen::Lower, Eigen::AMDOrdering<int>>;

/// Looks at every pivot D_k: the factorisation succeeds on indefinite matrices, and on a zero pivot
/// it stops with the later ones undefined, which the first bad one keeps us from reading.
template <Scalar S>
void check_pivots(const Columns<S>& v, const Ldlt<S>& ldlt) {
  const auto& row_of_pivot = ldlt.permutationPinv().indices();
  const Eigen::Matrix<S, Eigen::Dynamic, 1> diagonal = v.diagonal();
  const auto pivots = ldlt.vectorD();
  for (Index k = 0; k < v.rows(); ++k) {
    const Index row = row_of_pivot[k];
    const double pivot = real_part(S(pivots[k]));
    const double bound = detail::pivot_bound(v.rows(), diagonal[row]);
    if (!(pivot > bound)) detail::refuse_pivot(row, pivot, bound);
  }
}

/// L √D of the unit lower triangular L and the pivots D.
template <Scalar S>
detail::LowerFactor<S> scaled_factor(const Ldlt<S>& ldlt) {
  const auto unit = ldlt.matrixL();
  const Columns<S>& l = unit.nestedExpression();
  const auto pivots = ldlt.vectorD();
  detail::LowerFactor<S> factor;
  factor.outer.push_back(0);
  factor.inner.reserve(l.nonZeros());
  factor.values.reserve(l.nonZeros());
  for (Index j = 0; j < l.cols(); ++j) {
    const Real<S> root = std::sqrt(std::real(S(pivots[j])));
    factor.diagonal.push_back(root);
    factor.inverse_diagonal.push_back(1 / root);
    for (typename Columns<S>::InnerIterator it(l, j); it; ++it) {
      if (it.row() <= j) continue;
      factor.inner.push_back(static_cast<int>(it.row()));
      factor.values.push_back(it.value() * root);
    }
    factor.outer.push_back(static_cast<int>(factor.inner.size()));
  }
  return factor;
}

template <Scalar S>
detail::RowPermutation permutation(const Ldlt<S>& ldlt) {
  const auto& target = ldlt.permutationP().indices();
  return detail::RowPermutation(std::vector<int>(target.data(), target.data() + target.size()));
}

}  // namespace

template <Scalar S>
SparseMetric<S>::SparseMetric(SparseView<S> V) {
  detail::check_square(V.rows, V.cols);
  const Columns<S> given = copy(V);
  check_finite(given);
  check_hermitian(given);
  const Columns<S> v = symmetrised(given);
  const Ldlt<S> ldlt(v);
  check_pivots(v, ldlt);
  factor_ = std::make_shared<const Factor>(Factor{v, scaled_factor<S>(ldlt), permutation<S>(ldlt)});
}

template <Scalar S>
Index SparseMetric<S>::dim() const {
  return factor_->gram.rows();
}

template <Scalar S>
Index SparseMetric<S>::factor_nonzeros() const {
  return dim() + static_cast<Index>(factor_->lower.values.size());
}

template <Scalar S>
void SparseMetric<S>::gram(ConstBlockView<S> x, BlockView<S> y) const {
  detail::check_rows<S>(dim(), x, y);
  const auto& v = factor_->gram;
  detail::gather<false, S>({v.outerIndexPtr(), v.innerIndexPtr(), v.valuePtr(), dim()}, x, y);
}

template <Scalar S>
void SparseMetric<S>::map(Isometry which, BlockView<S> x) const {
  detail::check_rows(dim(), x.rows);
  const auto& l = factor_->lower;
  const auto& p = factor_->permutation;
  detail::for_tiles(x.cols, [&](auto width, Index first, Index count) {
    constexpr int W = decltype(width)::value;
    const detail::Tile<S, W> tile{x.data + first, x.stride, count};
    switch (which) {
      case Isometry::forward:
        detail::solve_lower_adjoint(l, tile);
        p.apply_transposed(tile);
        break;
      case Isometry::adjoint:
        p.apply(tile);
        detail::solve_lower(l, tile);
        break;
      case Isometry::inverse:
        p.apply(tile);
        detail::multiply_lower_adjoint(l, tile);
        break;
      case Isometry::inverse_adjoint:
        detail::multiply_lower(l, tile);
        p.apply_transposed(tile);
        break;
    }
  });
}

template class SparseMetric<float>;
template class SparseMetric<double>;
template class SparseMetric<std::complex<float>>;
template class SparseMetric<std::complex<double>>;

}  // namespace isotrace
