#include "hermitian_copy.hpp"

#include <algorithm>
#include <functional>
#include <vector>

#include <lib/core/instantiate.hpp>
#include "checks.hpp"

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

/// A copy with strictly ascending indices; entries that are given in parts are added up.
template <class M, Scalar S>
M sorted(SparseView<S> v) {
  std::vector<Eigen::Triplet<S>> entries;
  entries.reserve(static_cast<std::size_t>(v.nonzeros()));
  const Index lines = v.row_major ? v.rows : v.cols;
  for (Index i = 0; i < lines; ++i) {
    for (int e = v.outer[i]; e < v.outer[i + 1]; ++e) {
      const Index k = v.inner[e];
      entries.emplace_back(v.row_major ? i : k, v.row_major ? k : i, v.values[e]);
    }
  }
  M out(v.rows, v.cols);
  out.setFromTriplets(entries.begin(), entries.end());
  return out;
}

/// V as it is stored, by lines of M.
template <class M, Scalar S>
M copy(SparseView<S> v) {
  const Index lines = v.row_major ? v.rows : v.cols;
  for (Index i = 0; i < lines; ++i) {
    const int* end = v.inner + v.outer[i + 1];
    if (std::adjacent_find(v.inner + v.outer[i], end, std::greater_equal<>()) != end) {
      return sorted<M>(v);
    }
  }
  return Eigen::Map<const M>(v.rows, v.cols, v.nonzeros(), v.outer, v.inner, v.values);
}

template <Scalar S>
BothWays<S> both_ways(SparseView<S> v) {
  BothWays<S> out;
  if (v.row_major) {
    out.rows = copy<Rows<S>>(v);
    out.columns = out.rows;
  } else {
    out.columns = copy<Columns<S>>(v);
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
