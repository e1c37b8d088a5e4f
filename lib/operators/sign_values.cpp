#include <algorithm>

#include <lib/parallel/parallel_for.hpp>
#include "kernels/dispatch.hpp"
#include "sparse_values.hpp"

namespace isotrace::detail {

namespace {

/// Rows per task, a multiple of stream_chunk.
constexpr Index rows_a_range = 16 * stream_chunk;
/// The sums of the kernel for 64 probes, padded to whole cache lines.
constexpr Index sums_a_range = kernels::word_bits + 8;

/// Calls f(range number, first row, end of the rows), in parallel.
template <class F>
void for_ranges(Index n, F&& f) {
  const Index ranges = (n + rows_a_range - 1) / rows_a_range;
  parallel_for(ranges,
               [&](Index r) { f(r, r * rows_a_range, std::min(n, (r + 1) * rows_a_range)); });
}

/// The values of at most 64 probes.
template <std::floating_point R>
void sample_word(SparseView<R> A, bool symmetric, const Stream& stream, ProbeRange probes,
                 std::uint64_t* words, double* sums, double* values) {
  const kernels::Lists<R> lists{A.outer, A.inner, A.values};
  const auto add = kernels::value_kernels<R>().add_signs;
  const Index n = A.rows;
  for_ranges(n, [&](Index, Index begin, Index end) {
    draw_sign_words(stream, begin, end - begin, probes.first, probes.count, words + begin);
  });
  for_ranges(n, [&](Index range, Index begin, Index end) {
    double* own = sums + range * sums_a_range;
    std::fill_n(own, sums_a_range, 0.0);
    add(lists, begin, end, symmetric, words, own);
  });
  const Index ranges = (n + rows_a_range - 1) / rows_a_range;
  double total[sums_a_range] = {};
  for (Index r = 0; r < ranges; ++r) {
    for (Index p = 0; p < sums_a_range; ++p) total[p] += sums[r * sums_a_range + p];
  }
  const double off_diagonal = total[kernels::word_bits];
  const double diagonal = total[kernels::word_bits + 1];
  for (Index j = 0; j < probes.count; ++j) {
    values[j] = diagonal + (symmetric ? 2 : 1) * (off_diagonal - 2 * total[j]);
  }
}

}  // namespace

template <std::floating_point R>
void sample_signs(SparseView<R> A, bool symmetric, const Stream& stream, ProbeRange probes,
                  ScratchPool& pool, double* values, double* squared_norms) {
  const Index n = A.rows;
  const Index ranges = (n + rows_a_range - 1) / rows_a_range;
  const auto words = pool.borrow(static_cast<std::size_t>(n) * sizeof(std::uint64_t));
  const auto sums = pool.borrow(static_cast<std::size_t>(ranges * sums_a_range) * sizeof(double));
  for (Index first = 0; first < probes.count; first += kernels::word_bits) {
    const ProbeRange part{probes.first + first,
                          std::min<Index>(kernels::word_bits, probes.count - first)};
    sample_word(A, symmetric, stream, part, static_cast<std::uint64_t*>(words.data()),
                static_cast<double*>(sums.data()), values + first);
  }
  std::fill_n(squared_norms, probes.count, static_cast<double>(n));
}

template void sample_signs(SparseView<float>, bool, const Stream&, ProbeRange, ScratchPool&,
                           double*, double*);
template void sample_signs(SparseView<double>, bool, const Stream&, ProbeRange, ScratchPool&,
                           double*, double*);

}  // namespace isotrace::detail
