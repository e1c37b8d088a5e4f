#include "lanczos_block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/kernel_tables.hpp>
#include <lib/operators/column_tiles.hpp>

namespace isotrace::detail {
namespace {

constexpr Index tile = 512;  // rows whose sums are added up on their own, and fit into the cache

template <class Body>
void for_row_tiles(Index rows, const Body& body) {
  for (Index first = 0; first < rows; first += tile) body(first, std::min(tile, rows - first));
}

/// Σ_i Re conj(x_ij) y_ij over the rows of the blocks, added to sums[j].
template <Scalar S>
void add_dots(ConstBlockView<S> x, ConstBlockView<S> y, double* sums) {
  for_tiles(x.cols * parts<S>, [&](auto width, Index first, Index count) {
    const Index columns = decltype(width)::value > 0 ? decltype(width)::value : count;
    double part[tile_width] = {};
    for (Index i = 0; i < x.rows; ++i) {
      const Real<S>* a = reals(x.row(i)) + first;
      const Real<S>* b = reals(y.row(i)) + first;
      for (Index j = 0; j < columns; ++j) part[j] += double(a[j]) * double(b[j]);
    }
    for (Index j = 0; j < columns; ++j) sums[(first + j) / parts<S>] += part[j];
  });
}

/// v ← a y + b u + c v, column by column, and Σ_i |v_ij|² added to sums[j].
template <Scalar S>
struct Update {
  std::vector<Real<S>> a, b, c;  // twice for each complex column

  void operator()(ConstBlockView<S> y, ConstBlockView<S> u, BlockView<S> v, double* sums) const {
    for_tiles(v.cols * parts<S>, [&](auto width, Index first, Index count) {
      const Index columns = decltype(width)::value > 0 ? decltype(width)::value : count;
      const Real<S>* fa = a.data() + first;
      const Real<S>* fb = b.data() + first;
      const Real<S>* fc = c.data() + first;
      double part[tile_width] = {};
      for (Index i = 0; i < v.rows; ++i) {
        const Real<S>* yi = reals(y.row(i)) + first;
        const Real<S>* ui = reals(u.row(i)) + first;
        Real<S>* vi = reinterpret_cast<Real<S>*>(v.row(i)) + first;
        Real<S> next[tile_width];
        for (Index j = 0; j < columns; ++j) next[j] = fa[j] * yi[j] + fb[j] * ui[j] + fc[j] * vi[j];
        for (Index j = 0; j < columns; ++j) vi[j] = next[j];
        for (Index j = 0; j < columns; ++j) part[j] += double(next[j]) * double(next[j]);
      }
      for (Index j = 0; j < columns; ++j) sums[(first + j) / parts<S>] += part[j];
    });
  }
};

}  // namespace

template <Scalar S>
LanczosBlock<S>::LanczosBlock(const PulledBack<S>& B, ConstBlockView<S> X, Workspace<S>& ws)
    : B_(B),
      ws_(ws),
      first_(ws.block(X.rows, X.cols)),
      second_(ws.block(X.rows, X.cols)),
      product_(ws.block(X.rows, X.cols)),
      mapped_(ws.block(X.rows, B.metric().identity() ? 0 : X.cols)),
      current_(first_.view()),
      previous_(second_.view()) {
  const auto cols = static_cast<std::size_t>(X.cols);
  for (auto* numbers :
       {&squared_norms_, &scale_, &previous_scale_, &beta_, &alpha_, &unit_, &size_}) {
    numbers->assign(cols, 0.0);
  }
  ended_.assign(cols, 0);
  jacobi_.resize(cols);
  eigen(current_) = eigen(X);
  eigen(previous_).setZero();
  for_row_tiles(X.rows, [&](Index first, Index count) {
    add_dots<S>(X.row_range(first, count), X.row_range(first, count), squared_norms_.data());
  });
  for (std::size_t j = 0; j < cols; ++j) {
    if (!std::isfinite(squared_norms_[j])) {
      throw NotFiniteError("found a vector that is not finite, or whose square overflows");
    }
    ended_[j] = squared_norms_[j] == 0;
    scale_[j] = ended_[j] ? 0 : 1 / std::sqrt(squared_norms_[j]);
  }
}

/// alpha[j] ← u_jᴴBu_j, by the product. B's apply overwrites what it multiplies where the metric is
/// not the identity.
template <Scalar S>
void LanczosBlock<S>::find_alpha() {
  if (B_.metric().identity()) {
    B_.form().apply(current_, ws_, product_);
  } else {
    eigen(mapped_.view()) = eigen(current_);
    B_.apply(mapped_, ws_, product_);
  }
  std::fill(alpha_.begin(), alpha_.end(), 0.0);
  const ConstBlockView<S> u = current_;
  const ConstBlockView<S> y = product_;
  for_row_tiles(u.rows, [&](Index first, Index count) {
    add_dots<S>(u.row_range(first, count), y.row_range(first, count), alpha_.data());
  });
}

/// previous ← w r, r = B q − α q − β q₋₁ in terms of u, and w a power of two that brings it to a
/// size of about 1; returns ‖w r_j‖.
template <Scalar S>
std::vector<double> LanczosBlock<S>::advance() {
  Update<S> update;
  for (std::size_t j = 0; j < alpha_.size(); ++j) {
    const double size = std::max(std::abs(alpha_[j]), beta_[j]);
    unit_[j] = size > 0 ? std::exp2(-std::ilogb(size)) : 1;
    const double w = ended_[j] ? 0 : unit_[j];
    for (int part = 0; part < parts<S>; ++part) {
      update.a.push_back(static_cast<Real<S>>(w * scale_[j]));
      update.b.push_back(static_cast<Real<S>>(-w * alpha_[j] * scale_[j]));
      update.c.push_back(static_cast<Real<S>>(-w * beta_[j] * previous_scale_[j]));
    }
  }
  std::vector<double> squares(alpha_.size(), 0.0);
  const ConstBlockView<S> u = current_;
  for_row_tiles(u.rows, [&](Index first, Index count) {
    update(product_.view().row_range(first, count), u.row_range(first, count),
           previous_.row_range(first, count), squares.data());
  });
  for (double& square : squares) square = std::sqrt(square);
  return squares;
}

template <Scalar S>
void LanczosBlock<S>::step() {
  find_alpha();
  for (std::size_t j = 0; j < alpha_.size(); ++j) {
    alpha_[j] *= scale_[j] * scale_[j];
    if (std::isfinite(alpha_[j])) continue;
    throw NotFiniteError(
        fmt::format("the product in step {} of Lanczos's recurrence is not finite", steps_ + 1));
  }
  const std::vector<double> norms = advance();
  std::swap(current_, previous_);
  for (std::size_t j = 0; j < alpha_.size(); ++j) {
    if (!ended_[j]) add_row(static_cast<Index>(j), alpha_[j], norms[j]);
  }
  ++steps_;
}

/// Takes α_k and β_k = ‖r‖ from ‖w r‖, and ends the recurrence where β_k is rounding.
template <Scalar S>
void LanczosBlock<S>::add_row(Index column, double alpha, double norm) {
  const auto j = static_cast<std::size_t>(column);
  const double beta = norm / unit_[j];
  if (!std::isfinite(beta)) {
    throw NotFiniteError(
        fmt::format("the product in step {} of Lanczos's recurrence is not finite", steps_ + 1));
  }
  JacobiMatrix& T = jacobi_[j];
  if (!T.diagonal.empty()) T.beside.push_back(beta_[j]);
  T.diagonal.push_back(alpha);
  size_[j] = std::max(size_[j], std::abs(alpha) + beta_[j]);
  constexpr double rounding = 4 * std::numeric_limits<Real<S>>::epsilon();
  previous_scale_[j] = scale_[j];
  ended_[j] = !(beta > rounding * size_[j]);
  beta_[j] = ended_[j] ? 0 : beta;
  scale_[j] = ended_[j] ? 0 : 1 / norm;
}

#define INSTANTIATE(S) template class LanczosBlock<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
