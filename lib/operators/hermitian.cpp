#include "hermitian.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

#include <lib/core/instantiate.hpp>
#include <lib/parallel/parallel_for.hpp>

namespace isotrace::detail {

namespace {

constexpr Index lists_a_task = 8192;
constexpr Index tile = 64;

/// What a range of lists shows.
struct Seen {
  bool sorted = true;
  bool real_diagonal = true;
  std::uint64_t unmatched = 0;  ///< Σ of the hashes after the diagonal − Σ of those before it
  Index before = 0;
  Index after = 0;

  Seen merged(const Seen& other) const {
    return {sorted && other.sorted, real_diagonal && other.real_diagonal,
            unmatched + other.unmatched, std::max(before, other.before),
            std::max(after, other.after)};
  }
};

std::uint64_t bits(double x) {
  return std::bit_cast<std::uint64_t>(x + 0.0);  // −0 becomes 0
}

/// A hash of the entry at (i, k), i < k, by rounds of multiplication and shift.
template <Scalar S>
std::uint64_t hash(std::uint64_t i, std::uint64_t k, S value) {
  std::uint64_t h = (k << 32 | i) * 0x9e3779b97f4a7c15ULL;
  if constexpr (is_complex<S>) h = (h ^ h >> 29) + bits(value.imag()) * 0xd1342543de82ef95ULL;
  h = ((h ^ h >> 32) + bits(real_part(value))) * 0xbf58476d1ce4e5b9ULL;
  h = (h ^ h >> 32) * 0x94d049bb133111ebULL;
  return h ^ h >> 29;
}

/// Without branches on the entries, which could not be predicted.
template <Scalar S>
void look_at(SparseView<S> a, Index list, Seen& seen) {
  const auto own = static_cast<std::uint64_t>(list);
  Index last = -1;
  Index least = list;
  Index greatest = list;
  for (Index e = a.outer[list]; e < a.outer[list + 1]; ++e) {
    const Index k = a.inner[e];
    const auto other = static_cast<std::uint64_t>(k);
    const S value = a.values[e];
    seen.sorted &= k > last;
    last = k;
    least = std::min(least, k);
    greatest = std::max(greatest, k);
    const std::uint64_t h =
        hash(std::min(own, other), std::max(own, other), k < list ? conjugate(value) : value);
    const std::uint64_t signed_hash = k < list ? 0 - h : h;
    seen.unmatched += k == list ? 0 : signed_hash;
    if constexpr (is_complex<S>) seen.real_diagonal &= k != list || value.imag() == 0;
  }
  seen.before = std::max(seen.before, list - least);
  seen.after = std::max(seen.after, greatest - list);
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
  const auto look = [&](Index first, Index last, Seen seen) {
    for (Index i = first; i < last; ++i) look_at(A, i, seen);
    return seen;
  };
  const auto merge = [](const Seen& a, const Seen& b) { return a.merged(b); };
  const Seen seen = parallel_reduce(lists, lists_a_task, Seen{}, look, merge);
  return {seen.sorted && seen.real_diagonal && seen.unmatched == 0, seen.before, seen.after};
}

template <Scalar S>
bool is_hermitian(DenseView<S> A) {
  const Index tiles = (A.rows + tile - 1) / tile;
  const auto look = [&](Index first, Index last, bool equal) {
    for (Index i = first; i < last && equal; ++i) {
      for (Index j = 0; j <= i && equal; ++j) equal = tile_is_hermitian(A, i * tile, j * tile);
    }
    return equal;
  };
  return parallel_reduce(tiles, 1, true, look, [](bool a, bool b) { return a && b; });
}

#define INSTANTIATE(S)                                  \
  template SparseStructure structure_of(SparseView<S>); \
  template bool is_hermitian(DenseView<S>);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
