#pragma once

#include <vector>

#include "block_kernels.hpp"

namespace isotrace::detail {

/// A sparse lower triangular factor by columns, its real positive diagonal kept apart.
template <Scalar S>
struct LowerFactor {
  std::vector<int> outer;
  std::vector<int> inner;
  std::vector<S> values;  // strictly below the diagonal
  std::vector<Real<S>> diagonal;
  std::vector<Real<S>> inverse_diagonal;

  Index rows() const { return static_cast<Index>(diagonal.size()); }
};

/// Σ_{i>j} conj(L_ij) x_i.
template <Scalar S, int W>
RowSum<S, W> column_sum(const LowerFactor<S>& l, Tile<S, W> x, Index j) {
  RowSum<S, W> sum(x.count);
  int k = l.outer[j];
  const int end = l.outer[j + 1];
  for (; k + 1 < end; k += 2) {
    sum.add(conjugate(l.values[k]), x.row(l.inner[k]), conjugate(l.values[k + 1]),
            x.row(l.inner[k + 1]));
  }
  if (k < end) sum.add(conjugate(l.values[k]), x.row(l.inner[k]));
  return sum;
}

/// x ← L⁻¹ x.
template <Scalar S, int W>
void solve_lower(const LowerFactor<S>& l, Tile<S, W> x) {
  for (Index j = 0; j < l.rows(); ++j) {
    scale_row<S, W>(x.row(j), l.inverse_diagonal[j], x.count);
    const RowSource<S, W> source(x.row(j), x.count);
    for (int k = l.outer[j]; k < l.outer[j + 1]; ++k) {
      source.add_to(-l.values[k], x.row(l.inner[k]));
    }
  }
}

/// x ← L⁻ᴴ x.
template <Scalar S, int W>
void solve_lower_adjoint(const LowerFactor<S>& l, Tile<S, W> x) {
  for (Index j = l.rows() - 1; j >= 0; --j) {
    RowSum<S, W> sum = column_sum(l, x, j);
    const Real<S>* total = sum.finish();
    Real<S>* out = reals(x.row(j));
    const Real<S> inverse = l.inverse_diagonal[j];
    for (Index r = 0; r < sum.size(); ++r) out[r] = (out[r] - total[r]) * inverse;
  }
}

/// x ← L x: columns from the last to the first, so that x_j is still the old one when it is used.
template <Scalar S, int W>
void multiply_lower(const LowerFactor<S>& l, Tile<S, W> x) {
  for (Index j = l.rows() - 1; j >= 0; --j) {
    const RowSource<S, W> source(x.row(j), x.count);
    for (int k = l.outer[j]; k < l.outer[j + 1]; ++k) {
      source.add_to(l.values[k], x.row(l.inner[k]));
    }
    scale_row<S, W>(x.row(j), l.diagonal[j], x.count);
  }
}

/// x ← Lᴴ x: rows from the first to the last.
template <Scalar S, int W>
void multiply_lower_adjoint(const LowerFactor<S>& l, Tile<S, W> x) {
  for (Index j = 0; j < l.rows(); ++j) {
    RowSum<S, W> sum = column_sum(l, x, j);
    const Real<S>* total = sum.finish();
    Real<S>* out = reals(x.row(j));
    for (Index r = 0; r < sum.size(); ++r) out[r] = out[r] * l.diagonal[j] + total[r];
  }
}

}  // namespace isotrace::detail
