#include "hermitian_copy.hpp"

#include <lib/core/instantiate.hpp>
#include "checks.hpp"
#include "sorted_copy.hpp"

namespace isotrace::detail {
namespace {

template <Scalar S>
using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;
template <Scalar S>
using Columns = Eigen::SparseMatrix<S, Eigen::ColMajor>;

/// V by rows and by columns, with ascending indices.
template <Scalar S>
struct BothWays {
  Rows<S> rows;
  Columns<S> columns;
};

template <Scalar S>
BothWays<S> both_ways(SparseView<S> v) {
  BothWays<S> out;
  if (v.row_major) {
    out.rows = sorted_copy<Eigen::RowMajor>(v);
    out.columns = out.rows;
  } else {
    out.columns = sorted_copy<Eigen::ColMajor>(v);
    out.rows = out.columns;
  }
  return out;
}

template <Scalar S>
void check_finite(const Columns<S>& v) {
  for (Index j = 0; j < v.cols(); ++j) {
    for (typename Columns<S>::InnerIterator it(v, j); it; ++it) {
      if (!finite(it.value())) refuse_entry(it.row(), j, it.value());
    }
  }
}

/// Compares columns with rows. An entry stored in only one of them is compared with 0.
template <Scalar S>
void check_both(const BothWays<S>& v) {
  const Eigen::Matrix<S, Eigen::Dynamic, 1> diagonal = v.columns.diagonal();
  for (Index j = 0; j < v.columns.cols(); ++j) {
    typename Columns<S>::InnerIterator a(v.columns, j);
    typename Rows<S>::InnerIterator b(v.rows, j);
    while (a || b) {
      const Index i = !b || (a && a.row() < b.col()) ? a.row() : b.col();
      const S v_ij = a && a.row() == i ? a.value() : S(0);
      const S v_ji = b && b.col() == i ? b.value() : S(0);
      check_hermitian(i, j, v_ij, v_ji, diagonal[i], diagonal[j]);
      if (a && a.row() == i) ++a;
      if (b && b.col() == i) ++b;
    }
  }
}

/// Row i is row i of the lower triangle, then column i of it.
template <Scalar S>
Rows<S> mirrored(const BothWays<S>& v) {
  Rows<S> out(v.rows.rows(), v.rows.cols());
  out.reserve(v.rows.nonZeros());
  for (Index i = 0; i < v.rows.rows(); ++i) {
    out.startVec(i);
    for (typename Rows<S>::InnerIterator it(v.rows, i); it && it.col() <= i; ++it) {
      out.insertBack(i, it.col()) = it.col() == i ? S(std::real(it.value())) : it.value();
    }
    for (typename Columns<S>::InnerIterator it(v.columns, i); it; ++it) {
      if (it.row() > i) out.insertBack(i, it.row()) = conjugate(it.value());
    }
  }
  out.finalize();
  return out;
}

}  // namespace

template <Scalar S>
Eigen::SparseMatrix<S, Eigen::RowMajor> hermitian_copy(SparseView<S> V) {
  check_square(V.rows, V.cols);
  const BothWays<S> both = both_ways(V);
  check_finite(both.columns);
  check_both(both);
  return mirrored(both);
}

#define INSTANTIATE(S) \
  template Eigen::SparseMatrix<S, Eigen::RowMajor> hermitian_copy(SparseView<S>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
