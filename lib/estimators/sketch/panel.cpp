#include "panel.hpp"

#include <algorithm>

#include "../../core/parallel.hpp"
#include "../../metric/blas.hpp"

namespace isotrace {

namespace {

using detail::gemm_by_columns;
using detail::Side;

constexpr Index piece_columns = 64;
constexpr Index piece_rows = 4096;

/// f(first, count) for pieces of a range, in parallel.
template <class F>
void for_pieces(Index size, Index piece, F&& f) {
  parallel_for((size + piece - 1) / piece,
               [&](Index p) { f(p * piece, std::min(piece, size - p * piece)); });
}

template <Scalar S>
DenseView<S> view_of(const ColMatrix<S>& A) {
  return {A.data(), A.rows(), A.cols(), A.rows(), false};
}

template <Scalar S>
DenseView<S> columns(const ColMatrix<S>& A, Index first, Index count) {
  return {detail::offset(A.data(), first * A.rows()), A.rows(), count, A.rows(), false};
}

template <Scalar S>
DenseView<S> rows(const ColMatrix<S>& A, Index first, Index count) {
  return {detail::offset(A.data(), first), count, A.cols(), A.rows(), false};
}

}  // namespace

template <Scalar S>
Small<S> inner(const Panel<S>& A, const Panel<S>& B) {
  Small<S> C = Small<S>::Zero(A.cols(), B.cols());
  if (A.rows() == 0) return C;
  for_pieces(B.cols(), piece_columns, [&](Index first, Index count) {
    gemm_by_columns(Side::adjoint, view_of(A), columns(B, first, count),
                    detail::offset(C.data(), first * C.rows()), C.rows());
  });
  return C;
}

template <Scalar S>
Panel<S> times(const Panel<S>& A, const Small<S>& C) {
  Panel<S> B = Panel<S>::Zero(A.rows(), C.cols());
  if (A.cols() == 0) return B;
  for_pieces(A.rows(), piece_rows, [&](Index first, Index count) {
    gemm_by_columns(Side::itself, rows(A, first, count), view_of(C),
                    detail::offset(B.data(), first), B.rows());
  });
  return B;
}

template <Scalar S>
void add_times(Panel<S>& X, const Panel<S>& A, const Small<S>& C) {
  if (A.cols() == 0) return;
  for_pieces(X.rows(), piece_rows, [&](Index first, Index count) {
    gemm_by_columns(Side::itself, rows(A, first, count), view_of(C),
                    detail::offset(X.data(), first), X.rows(), true);
  });
}

template <Scalar S>
void project_off(const Panel<S>& Q, Panel<S>& X) {
  if (Q.cols() == 0) return;
  for (int pass = 0; pass < 2; ++pass) add_times(X, Q, Small<S>(-inner(Q, X)));
}

template <Scalar S>
Panel<S> joined(Panel<S> A, Panel<S> B) {
  if (A.cols() == 0) return B;
  if (B.cols() == 0) return A;
  const Index first = A.cols();
  A.conservativeResize(Eigen::NoChange, first + B.cols());
  A.rightCols(B.cols()) = B;
  return A;
}

template Small<double> inner(const Panel<double>&, const Panel<double>&);
template Panel<double> times(const Panel<double>&, const Small<double>&);
template void project_off(const Panel<double>&, Panel<double>&);
template Panel<double> joined(Panel<double>, Panel<double>);
template void add_times(Panel<double>&, const Panel<double>&, const Small<double>&);
template Small<std::complex<double>> inner(const Panel<std::complex<double>>&,
                                           const Panel<std::complex<double>>&);
template Panel<std::complex<double>> times(const Panel<std::complex<double>>&,
                                           const Small<std::complex<double>>&);
template void project_off(const Panel<std::complex<double>>&, Panel<std::complex<double>>&);
template Panel<std::complex<double>> joined(Panel<std::complex<double>>,
                                            Panel<std::complex<double>>);
template void add_times(Panel<std::complex<double>>&, const Panel<std::complex<double>>&,
                        const Small<std::complex<double>>&);

}  // namespace isotrace
