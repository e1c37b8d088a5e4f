#include "hermitian.hpp"

#include <tbb/blocked_range.h>
#include <tbb/parallel_reduce.h>

#include <algorithm>

namespace isotrace::detail {

namespace {

constexpr Index lists_a_task = 8192;
constexpr Index tile = 64;

/// What is known of some of the lists.
struct Seen {
  bool sorted = true;
  bool matched = true;  ///< every entry before the diagonal has its conjugate behind it
  bool real_diagonal = true;
  Index lower = 0;  ///< entries before and behind the diagonal
  Index upper = 0;
  Index before = 0;
  Index after = 0;

  Seen merged(const Seen& other) const {
    return {
        sorted && other.sorted,      matched && other.matched, real_diagonal && other.real_diagonal,
        lower + other.lower,         upper + other.upper,      std::max(before, other.before),
        std::max(after, other.after)};
  }
};

template <Scalar S>
bool has_conjugate(SparseView<S> a, Index list, Index other, S value) {
  const int* begin = a.inner + a.outer[other];
  const int* end = a.inner + a.outer[other + 1];
  const int* found = std::lower_bound(begin, end, static_cast<int>(list));
  return found != end && *found == list && a.values[found - a.inner] == conjugate(value);
}

template <Scalar S>
void look_at(SparseView<S> a, Index list, Seen& seen) {
  Index last = -1;
  for (Index e = a.outer[list]; e < a.outer[list + 1]; ++e) {
    const Index k = a.inner[e];
    if (k <= last) seen.sorted = false;
    last = k;
    seen.before = std::max(seen.before, list - k);
    seen.after = std::max(seen.after, k - list);
    if (k > list) ++seen.upper;
    if (k < list) {
      ++seen.lower;
      if (seen.matched) seen.matched = has_conjugate(a, list, k, a.values[e]);
    }
    if (k == list && a.values[e] != conjugate(a.values[e])) seen.real_diagonal = false;
  }
}

template <Scalar S>
bool tile_is_hermitian(DenseView<S> a, Index i0, Index j0) {
  const Index i1 = std::min(i0 + tile, a.rows);
  const Index j1 = std::min(j0 + tile, a.rows);
  bool equal = true;
  for (Index j = j0; j < j1; ++j) {
    for (Index i = i0; i < i1; ++i) {
      equal &= a.data[i * a.stride + j] == conjugate(a.data[j * a.stride + i]);
    }
  }
  return equal;
}

}  // namespace

template <Scalar S>
SparseStructure structure_of(SparseView<S> A) {
  const Index lists = A.row_major ? A.rows : A.cols;
  const auto range = tbb::blocked_range<Index>(0, lists, lists_a_task);
  const auto look = [&](const tbb::blocked_range<Index>& part, Seen seen) {
    for (Index i = part.begin(); i < part.end(); ++i) look_at(A, i, seen);
    return seen;
  };
  const auto merge = [](const Seen& a, const Seen& b) { return a.merged(b); };
  const Seen seen = tbb::parallel_reduce(range, Seen{}, look, merge);
  const bool hermitian =
      seen.sorted && seen.matched && seen.real_diagonal && seen.lower == seen.upper;
  return {hermitian, seen.before, seen.after};
}

template <Scalar S>
bool is_hermitian(DenseView<S> A) {
  const Index tiles = (A.rows + tile - 1) / tile;
  const auto look = [&](const tbb::blocked_range<Index>& part, bool equal) {
    for (Index i = part.begin(); i < part.end() && equal; ++i) {
      for (Index j = 0; j <= i && equal; ++j) equal = tile_is_hermitian(A, i * tile, j * tile);
    }
    return equal;
  };
  return tbb::parallel_reduce(tbb::blocked_range<Index>(0, tiles), true, look,
                              [](bool a, bool b) { return a && b; });
}

template SparseStructure structure_of(SparseView<float>);
template SparseStructure structure_of(SparseView<double>);
template SparseStructure structure_of(SparseView<std::complex<float>>);
template SparseStructure structure_of(SparseView<std::complex<double>>);
template bool is_hermitian(DenseView<float>);
template bool is_hermitian(DenseView<double>);
template bool is_hermitian(DenseView<std::complex<float>>);
template bool is_hermitian(DenseView<std::complex<double>>);

}  // namespace isotrace::detail
