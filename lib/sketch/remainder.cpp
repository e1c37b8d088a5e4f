#include "remainder.hpp"

#include <algorithm>
#include <vector>

#include <lib/core/instantiate.hpp>
#include <lib/core/scaled.hpp>
#include <lib/linalg/block_projection.hpp>
#include <lib/parallel/parallel_for.hpp>
#include <lib/sampling/isotropic_probes.hpp>
#include <lib/sampling/normalisation.hpp>

namespace isotrace {

namespace {

template <Scalar S>
std::vector<double> squared_norms(BlockView<S> x) {
  std::vector<double> squares(static_cast<std::size_t>(x.cols), 0.0);
  for (Index i = 0; i < x.rows; ++i) {
    for (Index j = 0; j < x.cols; ++j) squares[j] += std::norm(static_cast<Wide<S>>(x(i, j)));
  }
  return squares;
}

}  // namespace

template <Scalar S>
RemainderValues<S>::RemainderValues(const PulledBack<S>& B, const Remainder<W>& remainder, int unit)
    : B_(B),
      basis_(remainder.basis),
      left_(remainder.left),
      right_(remainder.right),
      shift_(remainder.shift),
      unit_(unit) {}

template <Scalar S>
void RemainderValues<S>::operator()(const Law& law, const Stream& stream, ProbeRange probes,
                                    Workspace<S>& ws, W* values) const {
  const Index n = B_.dim();
  const auto block = ws.block(n, probes.count);
  const BlockView<S> x = block;
  draw_isotropic(law, stream, probes.first, x);
  std::vector<W> low_rank(static_cast<std::size_t>(probes.count), W(0));
  std::vector<double> squares;
  isolated([&] {
    if (basis_.cols() > 0) {
      const auto coefficients = ws.block(basis_.cols(), x.cols);
      detail::take_off(basis_.view(), basis_.view(), x, coefficients.view());
    }
    squares = squared_norms(x);
    if (left_.cols() > 0) add_low_rank_values(x, ws, low_rank);
    B_.metric().map(Isometry::forward, x);
    B_.form().values(x, ws, values);
  });
  for (Index j = 0; j < probes.count; ++j) {
    values[j] += scaled(W(shift_ * squares[j]) - low_rank[static_cast<std::size_t>(j)], unit_);
  }
  if (law.invariant() && basis_.cols() > 0) {
    Normalisation::resphered(static_cast<double>(n - basis_.cols()))(values, squares.data(),
                                                                     probes.count);
  }
}

/// out[j] += x_jᴴ L Rᴴ x_j.
template <Scalar S>
void RemainderValues<S>::add_low_rank_values(BlockView<S> x, Workspace<S>& ws,
                                             std::vector<W>& out) const {
  const Index rank = left_.cols();
  const bool hermitian = right_.cols() == 0;
  const auto both = ws.block(hermitian ? rank : 2 * rank, x.cols);
  const BlockView<S> l = both.view().row_range(0, rank);
  const BlockView<S> r = hermitian ? l : both.view().row_range(rank, rank);
  detail::gemm(detail::Side::adjoint, left_.view(), ConstBlockView<S>(x), l);
  if (!hermitian) detail::gemm(detail::Side::adjoint, right_.view(), ConstBlockView<S>(x), r);
  for (Index i = 0; i < rank; ++i) {
    for (Index j = 0; j < x.cols; ++j) {
      out[static_cast<std::size_t>(j)] +=
          conjugate(static_cast<W>(l(i, j))) * static_cast<W>(r(i, j));
    }
  }
}

#define INSTANTIATE(S) template class RemainderValues<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
