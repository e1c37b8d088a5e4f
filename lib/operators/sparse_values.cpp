#include "sparse_values.hpp"

#include <algorithm>
#include <bit>

#include "kernels/dispatch.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::detail {

namespace {

constexpr Index tile = kernels::tile_columns;

template <Scalar S>
using Lists = kernels::Lists<Real<S>>;

template <Scalar S>
Lists<S> lists(SparseView<S> a) {
  return {a.outer, a.inner, reinterpret_cast<const Real<S>*>(a.values)};
}

/// A column-major A is read as the rows of Aᵀ, with conjugated entries: xᴴAx = conj(Σ_k conj(x_k)
/// Σ_i conj(a_ik) x_i).
template <Scalar S>
typename kernels::ValueKernels<Real<S>>::Add add_kernel(SparseView<S> a, bool hermitian) {
  const auto& k = kernels::value_kernels<Real<S>>();
  if constexpr (!is_complex<S>) {
    return hermitian ? k.add_symmetric : k.add_real;
  } else if (a.row_major) {
    return hermitian ? k.add_hermitian : k.add_complex;
  } else {
    return hermitian ? k.add_hermitian_conjugate : k.add_complex_conjugate;
  }
}

/// The values of one tile of columns, summed over the lists of A as rows of probes arrive.
template <Scalar S>
class TileSums {
 public:
  TileSums(SparseView<S> a, bool hermitian) : a_(a), add_(add_kernel(a, hermitian)) {}

  void add(Index begin, Index end, kernels::ProbeRows<Real<S>> x, Index columns) {
    if (begin < end) add_(lists(a_), begin, end, x, static_cast<int>(columns), re_, im_);
  }

  Wide<S> value(Index column) const {
    if constexpr (is_complex<S>) {
      return {re_[column], a_.row_major ? im_[column] : -im_[column]};
    } else {
      return re_[column];
    }
  }

 private:
  SparseView<S> a_;
  typename kernels::ValueKernels<Real<S>>::Add add_;
  double re_[tile] = {};
  double im_[tile] = {};
};

template <Scalar S>
kernels::ProbeRows<Real<S>> probe_rows(const S* data, Index stride, Index mask) {
  return {reinterpret_cast<const Real<S>*>(data), stride * (is_complex<S> ? 2 : 1), mask};
}

/// The rows of the probes kept in memory: a ring whose size is a power of two, or all n.
struct Window {
  Index rows;
  Index mask;

  Window(Index n, Index reach) {
    const auto needed = static_cast<std::size_t>(reach + stream_chunk);
    rows = static_cast<Index>(std::bit_ceil(needed));
    mask = rows - 1;
    if (rows < n) return;
    rows = n;
    mask = -1;
  }
};

/// Draws the probes chunk by chunk and adds every list whose rows of the probes are available.
template <Scalar S>
TileSums<S> sample_tile(SparseView<S> A, const SparseStructure& structure, const Law& law,
                        const Stream& stream, ProbeRange probes, ScratchPool& pool,
                        double* squared_norms) {
  const Index n = A.rows;
  const Index ahead = structure.hermitian ? 0 : structure.after;
  const Window window(n, structure.before + ahead);
  const auto memory = pool.borrow(static_cast<std::size_t>(window.rows * tile) * sizeof(S));
  auto* rows = static_cast<S*>(memory.data());
  TileSums<S> sums(A, structure.hermitian);
  Index done = 0;
  for (Index drawn = 0; drawn < n;) {
    const Index count = std::min(stream_chunk, n - drawn);
    const BlockView<S> piece{rows + (drawn & window.mask) * tile, count, probes.count, tile};
    draw_rows(law, stream, drawn, probes.first, piece, squared_norms);
    drawn += count;
    const Index ready = drawn < n ? std::max(done, drawn - ahead) : n;
    sums.add(done, ready, probe_rows(rows, tile, window.mask), probes.count);
    done = ready;
  }
  return sums;
}

}  // namespace

template <Scalar S>
void sparse_values(SparseView<S> A, const SparseStructure& structure, ConstBlockView<S> X,
                   Wide<S>* out) {
  for (Index first = 0; first < X.cols; first += tile) {
    const Index columns = std::min(tile, X.cols - first);
    TileSums<S> sums(A, structure.hermitian);
    sums.add(0, A.rows, probe_rows(X.data + first, X.stride, -1), columns);
    for (Index j = 0; j < columns; ++j) out[first + j] = sums.value(j);
  }
}

template <Scalar S>
void sample_sparse(SparseView<S> A, const SparseStructure& structure, const Law& law,
                   const Stream& stream, ProbeRange probes, ScratchPool& pool, Wide<S>* values,
                   double* squared_norms) {
  std::fill_n(squared_norms, probes.count, 0.0);
  for (Index first = 0; first < probes.count; first += tile) {
    const ProbeRange part{probes.first + first, std::min(tile, probes.count - first)};
    double* norm2 = squared_norms + first;
    const TileSums<S> sums = sample_tile(A, structure, law, stream, part, pool, norm2);
    double scale[tile];
    draw_scales(law, stream, real_dimension(field_of<S>, A.rows), part, RawNorms{scale, norm2});
    for (Index j = 0; j < part.count; ++j) {
      values[first + j] = sums.value(j) * (scale[j] * scale[j]);
      norm2[j] *= scale[j] * scale[j];
    }
  }
}

#define INSTANTIATE(S)                                                                             \
  template void sparse_values(SparseView<S>, const SparseStructure&, ConstBlockView<S>, Wide<S>*); \
  template void sample_sparse(SparseView<S>, const SparseStructure&, const Law&, const Stream&,    \
                              ProbeRange, ScratchPool&, Wide<S>*, double*);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
