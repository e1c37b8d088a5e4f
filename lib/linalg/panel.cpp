#include "panel.hpp"

#include <algorithm>
#include <vector>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/parallel_for.hpp>
#include "blas.hpp"
#include "row_pieces.hpp"

namespace isotrace {

namespace {

using detail::gemm_by_columns;
using detail::gram_by_columns;
using detail::Side;

/// Rows per task of a sum over rows, and the most such tasks. Each has its own partial sum.
constexpr Index summed_rows = 512;
constexpr Index most_sums = 16;
/// Columns per task of a sum.
constexpr Index summed_columns = 512;
/// Columns per task of a sum that is known to be Hermitian.
constexpr Index triangle_columns = 64;
/// A column that keeps less than this part of its squared norm has lost four digits.
constexpr double four_digits = 1e-8;

template <Scalar S>
DenseView<S> view_of(const PanelView<S>& A) {
  return {A.data(), A.rows(), A.cols(), A.outerStride(), false};
}

template <Scalar S>
DenseView<S> part(const PanelView<S>& A, Index row, Index rows, Index column, Index columns) {
  return {A.data() + row + column * A.outerStride(), rows, columns, A.outerStride(), false};
}

/// C ← a sum over the rows of panels. add(first row, rows, C) sets its own C for a piece of the
/// rows; these are then added up in order.
template <Scalar S, class F>
void sum_over_rows(Index rows, Index most, Small<S>& C, F&& add) {
  const Index pieces =
      std::clamp<Index>((rows + summed_rows / 2) / summed_rows, 1, std::max<Index>(1, most));
  std::vector<Small<S>> parts(static_cast<std::size_t>(pieces - 1));
  for_pieces(rows, pieces, [&](Index p, Index first, Index count) {
    if (p == 0) {
      add(first, count, C);
      return;
    }
    Small<S>& own = parts[static_cast<std::size_t>(p - 1)];
    own.resize(C.rows(), C.cols());
    add(first, count, own);
  });
  if (pieces == 1) return;
  for_pieces(C.cols(), (C.cols() + 31) / 32, [&](Index, Index first, Index count) {
    for (const Small<S>& one : parts) C.middleCols(first, count) += one.middleCols(first, count);
  });
}

}  // namespace

template <Scalar S>
Small<S> inner_product(const PanelView<S>& A, const PanelView<S>& B) {
  Small<S> C(A.cols(), B.cols());
  if (C.size() == 0) return C;
  if (A.rows() == 0) return Small<S>::Zero(A.cols(), B.cols());
  const Index pieces = (C.cols() + summed_columns - 1) / summed_columns;
  sum_over_rows(A.rows(), most_sums / pieces, C, [&](Index row, Index rows, Small<S>& sum) {
    for_pieces(C.cols(), pieces, [&](Index, Index column, Index columns) {
      gemm_by_columns(Side::adjoint, part<S>(A, row, rows, 0, A.cols()),
                      part<S>(B, row, rows, column, columns), sum.data() + column * sum.rows(),
                      sum.rows());
    });
  });
  return C;
}

namespace {

/// Copies the upper triangle to the lower one and makes the diagonal real.
template <Scalar S>
void mirror(Small<S>& C) {
  for (Index j = 0; j < C.cols(); ++j) {
    C(j, j) = real_part(C(j, j));
    C.row(j).head(j) = C.col(j).head(j).adjoint();
  }
}

}  // namespace

template <Scalar S>
Small<S> hermitian_product(const PanelView<S>& A, const PanelView<S>& B) {
  const Index k = A.cols();
  Small<S> C = Small<S>::Zero(k, k);
  if (A.size() == 0) return C;
  const Index pieces = (k + triangle_columns - 1) / triangle_columns;
  const Index most = most_sums * summed_columns / std::max(k, summed_columns);
  sum_over_rows(A.rows(), most, C, [&](Index row, Index rows, Small<S>& sum) {
    for_pieces(k, pieces, [&](Index, Index column, Index columns) {
      gemm_by_columns(Side::adjoint, part<S>(A, row, rows, 0, column + columns),
                      part<S>(B, row, rows, column, columns), sum.data() + column * k, k);
    });
  });
  mirror(C);
  return C;
}

template <Scalar S>
Small<S> gram_matrix(const PanelView<S>& A) {
  Small<S> C = Small<S>::Zero(A.cols(), A.cols());
  if (A.size() == 0) return C;
  const Index pieces = (C.cols() + summed_columns - 1) / summed_columns;
  sum_over_rows(A.rows(), most_sums / pieces, C, [&](Index row, Index rows, Small<S>& sum) {
    for_pieces(C.cols(), pieces, [&](Index, Index column, Index columns) {
      S* const above = sum.data() + column * sum.rows();
      const DenseView<S> own = part<S>(A, row, rows, column, columns);
      if (column > 0) {
        gemm_by_columns(Side::adjoint, part<S>(A, row, rows, 0, column), own, above, sum.rows());
      }
      gram_by_columns(own, above + column, sum.rows());
    });
  });
  mirror(C);
  return C;
}

namespace {

/// B ← A C; B has the right size already.
template <Scalar S, class M>
void multiply(const M& A, const Small<S>& C, M& B) {
  if (A.cols() == 0) B.setZero();
  if (A.cols() == 0 || C.cols() == 0) return;
  for_own_rows(A.rows(), [&](Index first, Index count) {
    gemm_by_columns(Side::itself, part<S>(A, first, count, 0, A.cols()), view_of<S>(C),
                    B.data() + first, B.rows());
  });
}

}  // namespace

template <Scalar S>
Panel<S> times(const Panel<S>& A, const Small<S>& C) {
  Panel<S> B(A.pool(), A.rows(), C.cols());
  multiply(A, C, B);
  return B;
}

template <Scalar S>
Small<S> times(const Small<S>& A, const Small<S>& C) {
  Small<S> B(A.rows(), C.cols());
  multiply(A, C, B);
  return B;
}

template <Scalar S>
void add_times(Panel<S>& X, const Panel<S>& A, const Small<S>& C) {
  if (A.cols() == 0 || X.cols() == 0) return;
  for_own_rows(X.rows(), [&](Index first, Index count) {
    gemm_by_columns(Side::itself, part<S>(A, first, count, 0, A.cols()), view_of<S>(C),
                    X.data() + first, X.rows(), true);
  });
}

template <Scalar S>
Small<S> project_off(const Panel<S>& Q, Panel<S>& X) {
  Small<S> C = Small<S>::Zero(Q.cols(), X.cols());
  if (Q.cols() == 0 || X.cols() == 0) return C;
  const Eigen::ArrayXd before = column_squares<S>(X);
  for (int pass = 0; pass < 2; ++pass) {
    const Small<S> part = inner(Q, X);
    add_times(X, Q, Small<S>(-part));
    C += part;
    if (pass == 0 && (column_squares<S>(X) >= four_digits * before).all()) break;
  }
  return C;
}

template <Scalar S>
Panel<S> joined(Panel<S> A, Panel<S> B) {
  if (A.cols() == 0) return B;
  if (B.cols() == 0) return A;
  Panel<S> both(A.pool(), A.rows(), A.cols() + B.cols());
  for_pieces(both.cols(), both.cols(), [&](Index j, Index, Index) {
    both.col(j) = j < A.cols() ? A.col(j) : B.col(j - A.cols());
  });
  return both;
}

template <Scalar S>
Panel<S> selected(const Panel<S>& A, const Index* which, Index count) {
  Panel<S> some(A.pool(), A.rows(), count);
  for_pieces(count, count, [&](Index j, Index, Index) { some.col(j) = A.col(which[j]); });
  return some;
}

template <Scalar S>
Numbers<S> inner_diagonal(const PanelView<S>& A, const PanelView<S>& B) {
  Numbers<S> dots(A.cols());
  for_pieces(A.cols(), A.cols(), [&](Index j, Index, Index) {
    dots[j] = A.rows() == 0 ? S(0) : A.col(j).dot(B.col(j));
  });
  return dots;
}

template <Scalar S>
Eigen::ArrayXd column_squares(const PanelView<S>& A) {
  Eigen::ArrayXd squares(A.cols());
  for_pieces(A.cols(), A.cols(), [&](Index j, Index, Index) {
    squares[j] = A.rows() == 0 ? 0 : A.col(j).squaredNorm();
  });
  return squares;
}

#define INSTANTIATE(S)                                                           \
  template Small<S> inner_product(const PanelView<S>&, const PanelView<S>&);     \
  template Small<S> hermitian_product(const PanelView<S>&, const PanelView<S>&); \
  template Small<S> gram_matrix(const PanelView<S>&);                            \
  template Panel<S> times(const Panel<S>&, const Small<S>&);                     \
  template Small<S> times(const Small<S>&, const Small<S>&);                     \
  template void add_times(Panel<S>&, const Panel<S>&, const Small<S>&);          \
  template Small<S> project_off(const Panel<S>&, Panel<S>&);                     \
  template Panel<S> joined(Panel<S>, Panel<S>);                                  \
  template Panel<S> selected(const Panel<S>&, const Index*, Index);              \
  template Numbers<S> inner_diagonal(const PanelView<S>&, const PanelView<S>&);  \
  template Eigen::ArrayXd column_squares<S>(const PanelView<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
