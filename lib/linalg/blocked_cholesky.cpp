#include "blocked_cholesky.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <numeric>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/parallel_for.hpp>
#include "blas.hpp"

namespace isotrace {

namespace {

using detail::Side;
using detail::Triangular;

constexpr Index block = 48;
/// Columns that one task updates.
constexpr Index updated = 96;

/// Calls f(first, count) for pieces of `updated` columns, in parallel.
template <class F>
void for_columns(Index size, F&& f) {
  parallel_for((size + updated - 1) / updated,
               [&](Index p) { f(p * updated, std::min(updated, size - p * updated)); });
}

/// Columns [first, first + count) of a column-major A.
template <Scalar S>
DenseView<S> by_columns(const Small<S>& A, Index first, Index count) {
  return {A.data() + first * A.rows(), A.rows(), count, A.rows(), false};
}

/// G ← G − PᴴP from row and column `begin` on: the upper triangle, and some entries below it.
template <Scalar S>
void downdate(Small<S>& G, Index begin, const Small<S>& P) {
  const Small<S> negative = -P;
  for_columns(P.cols(), [&](Index first, Index count) {
    gemm_by_columns(Side::adjoint, by_columns(P, 0, first + count),
                    by_columns(negative, first, count),
                    G.data() + begin + (begin + first) * G.rows(), G.rows(), true);
  });
}

}  // namespace

template <Scalar S>
bool cholesky(Small<S>& G) {
  const Index k = G.cols();
  for (Index first = 0; first < k; first += block) {
    const Index width = std::min(block, k - first);
    const Index next = first + width;
    auto diagonal = G.block(first, first, width, width);
    const Eigen::LLT<Small<S>, Eigen::Upper> llt(diagonal);
    if (llt.info() != Eigen::Success || !(llt.matrixLLT().diagonal().real().array() > 0).all()) {
      return false;
    }
    const RowMatrix<S> L = llt.matrixL();
    diagonal = L.adjoint();
    G.block(next, first, k - next, width).setZero();
    if (next == k) break;
    RowMatrix<S> P = G.block(first, next, width, k - next);
    triangular(Triangular::solve, detail::dense(view(L)), view(P));
    G.block(first, next, width, k - next) = P;
    downdate(G, next, Small<S>(P));
  }
  return true;
}

namespace {

/// One block of the pivoted factorisation G = LLᴴ, starting at column `first`, with L in the lower
/// triangle of G. Left-looking within the block; `diagonal` holds the updated diagonal. Returns the
/// number of columns found.
template <Scalar S>
Index pivoted_block(Small<S>& G, Index first, double least, std::vector<Index>& order) {
  const Index k = G.cols();
  const Index last = std::min(first + block, k);
  Eigen::ArrayXd diagonal = G.diagonal().real().array();
  for (Index j = first; j < last; ++j) {
    Index pivot = 0;
    const double greatest = diagonal.tail(k - j).maxCoeff(&pivot);
    if (!(greatest > least)) return j - first;
    pivot += j;
    if (pivot != j) {
      G.row(j).swap(G.row(pivot));
      G.col(j).swap(G.col(pivot));
      std::swap(diagonal[j], diagonal[pivot]);
      std::swap(order[static_cast<std::size_t>(j)], order[static_cast<std::size_t>(pivot)]);
    }
    const double root = std::sqrt(greatest);
    const Index rest = k - j - 1;
    G(j, j) = root;
    auto column = G.col(j).tail(rest);
    column.noalias() -=
        G.block(j + 1, first, rest, j - first) * G.row(j).segment(first, j - first).adjoint();
    column /= root;
    diagonal.tail(rest) -= column.cwiseAbs2().array();
  }
  return last - first;
}

}  // namespace

template <Scalar S>
PivotedCholesky<S> pivoted_cholesky(Small<S> G, double least) {
  const Index k = G.cols();
  PivotedCholesky<S> result;
  result.order.resize(static_cast<std::size_t>(k));
  std::iota(result.order.begin(), result.order.end(), Index{0});
  Index rank = 0;
  while (rank < k) {
    const Index found = pivoted_block(G, rank, least, result.order);
    const Index next = rank + found;
    const bool whole = found == block;
    if (whole && next < k) {
      const Small<S> P = G.block(next, rank, k - next, found).adjoint();
      const Small<S> negative = -P;
      for_columns(P.cols(), [&](Index first, Index count) {
        gemm_by_columns(Side::adjoint, by_columns(P, 0, P.cols()),
                        by_columns(negative, first, count),
                        G.data() + next + (next + first) * G.rows(), G.rows(), true);
      });
    }
    rank = next;
    if (!whole) break;
  }
  result.R =
      Small<S>(G.topLeftCorner(rank, rank).template triangularView<Eigen::Lower>()).adjoint();
  return result;
}

template <Scalar S>
Small<S> inverse_of_upper(const Small<S>& R) {
  const Index k = R.cols();
  Small<S> inverse = Small<S>::Identity(k, k);
  // R stored by columns is the lower triangular Rᵀ by rows, and R⁻ᵀ by rows is R⁻¹ by columns.
  // Columns first, … of R⁻ᵀ are zero above row `first`.
  for_columns(k, [&](Index first, Index count) {
    const Index rows = k - first;
    triangular(Triangular::solve, DenseView<S>{R.data() + first * (k + 1), rows, rows, k, true},
               BlockView<S>{inverse.data() + first * (k + 1), rows, count, k});
  });
  return inverse;
}

template <Scalar S>
void divide_adjoint(const Small<S>& R, Small<S>& X) {
  // X ← R⁻ᴴX, computed as Xᴴ ← XᴴR⁻¹
  Small<S> adjoint = X.adjoint();
  divide(adjoint, R);
  X = adjoint.adjoint();
}

#define INSTANTIATE(S)                                            \
  template bool cholesky(Small<S>&);                              \
  template PivotedCholesky<S> pivoted_cholesky(Small<S>, double); \
  template Small<S> inverse_of_upper(const Small<S>&);            \
  template void divide_adjoint(const Small<S>&, Small<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
