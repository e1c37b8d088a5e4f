#include "lanczos_block.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace::detail {
namespace {

constexpr Index tile = 512;  // rows whose sums are added up on their own, against rounding

/// sums[j] = Re Σ_i conj(x_ij) y_ij.
template <Scalar S>
void dots(ConstBlockView<S> x, ConstBlockView<S> y, std::vector<double>& sums) {
  const auto cols = static_cast<std::size_t>(x.cols);
  std::fill(sums.begin(), sums.end(), 0.0);
  std::vector<double> part(cols);
  for (Index first = 0; first < x.rows; first += tile) {
    std::fill(part.begin(), part.end(), 0.0);
    const Index last = std::min(x.rows, first + tile);
    for (Index i = first; i < last; ++i) {
      const S* a = x.row(i);
      const S* b = y.row(i);
      for (std::size_t j = 0; j < cols; ++j) {
        if constexpr (is_complex<S>) {
          part[j] +=
              double(a[j].real()) * double(b[j].real()) + double(a[j].imag()) * double(b[j].imag());
        } else {
          part[j] += double(a[j]) * double(b[j]);
        }
      }
    }
    for (std::size_t j = 0; j < cols; ++j) sums[j] += part[j];
  }
}

/// v ← a y + b u + c v, column by column, and sums[j] = Σ_i |v_ij|².
template <Scalar S>
void update(const std::vector<double>& a, ConstBlockView<S> y, const std::vector<double>& b,
            ConstBlockView<S> u, const std::vector<double>& c, BlockView<S> v,
            std::vector<double>& sums) {
  const auto cols = static_cast<std::size_t>(v.cols);
  std::fill(sums.begin(), sums.end(), 0.0);
  std::vector<double> part(cols);
  std::vector<Real<S>> ya(a.begin(), a.end());
  std::vector<Real<S>> ub(b.begin(), b.end());
  std::vector<Real<S>> vc(c.begin(), c.end());
  for (Index first = 0; first < v.rows; first += tile) {
    std::fill(part.begin(), part.end(), 0.0);
    const Index last = std::min(v.rows, first + tile);
    for (Index i = first; i < last; ++i) {
      const S* yi = y.row(i);
      const S* ui = u.row(i);
      S* vi = v.row(i);
      for (std::size_t j = 0; j < cols; ++j) {
        const S value = ya[j] * yi[j] + ub[j] * ui[j] + vc[j] * vi[j];
        vi[j] = value;
        part[j] += squared_modulus(value);
      }
    }
    for (std::size_t j = 0; j < cols; ++j) sums[j] += part[j];
  }
}

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
       {&squared_norms_, &scale_, &previous_scale_, &beta_, &alpha_, &a_, &b_, &c_}) {
    numbers->assign(cols, 0.0);
  }
  ended_.assign(cols, 0);
  jacobi_.resize(cols);
  eigen(current_) = eigen(X);
  eigen(previous_).setZero();
  dots<S>(X, X, squared_norms_);
  for (std::size_t j = 0; j < cols; ++j) {
    if (!std::isfinite(squared_norms_[j])) {
      throw NotFiniteError("found a vector that is not finite, or whose square overflows");
    }
    ended_[j] = squared_norms_[j] == 0;
    scale_[j] = ended_[j] ? 0 : 1 / std::sqrt(squared_norms_[j]);
  }
}

/// product ← B u. B's apply overwrites what it multiplies where the metric is not the identity.
template <Scalar S>
void LanczosBlock<S>::multiply() {
  if (B_.metric().identity()) {
    B_.form().apply(current_, ws_, product_);
    return;
  }
  eigen(mapped_.view()) = eigen(current_);
  B_.apply(mapped_, ws_, product_);
}

template <Scalar S>
void LanczosBlock<S>::step() {
  multiply();
  dots<S>(current_, product_, alpha_);
  for (std::size_t j = 0; j < alpha_.size(); ++j) {
    alpha_[j] *= scale_[j] * scale_[j];
    if (!std::isfinite(alpha_[j])) {
      throw NotFiniteError(
          fmt::format("the product in step {} of Lanczos's recurrence is not finite", steps_ + 1));
    }
    // r = B q − α q − β q₋₁ in terms of u
    a_[j] = ended_[j] ? 0 : scale_[j];
    b_[j] = ended_[j] ? 0 : -alpha_[j] * scale_[j];
    c_[j] = ended_[j] ? 0 : -beta_[j] * previous_scale_[j];
  }
  std::vector<double> squares(alpha_.size());
  update<S>(a_, product_, b_, current_, c_, previous_, squares);
  std::swap(current_, previous_);
  for (std::size_t j = 0; j < alpha_.size(); ++j) {
    if (!ended_[j]) add_row(static_cast<Index>(j), alpha_[j], squares[j]);
  }
  ++steps_;
}

/// Takes α_k and β_k = ‖r‖, and ends the recurrence where β_k is rounding.
template <Scalar S>
void LanczosBlock<S>::add_row(Index column, double alpha, double squared_norm) {
  const auto j = static_cast<std::size_t>(column);
  JacobiMatrix& T = jacobi_[j];
  if (!T.diagonal.empty()) T.beside.push_back(beta_[j]);
  T.diagonal.push_back(alpha);
  double size = std::abs(alpha) + beta_[j];
  for (const double a : T.diagonal) size = std::max(size, std::abs(a));
  constexpr double rounding = 4 * std::numeric_limits<Real<S>>::epsilon();
  const double beta = std::sqrt(squared_norm);
  previous_scale_[j] = scale_[j];
  ended_[j] = !(beta > rounding * size);
  beta_[j] = ended_[j] ? 0 : beta;
  scale_[j] = ended_[j] ? 0 : 1 / beta;
}

#define INSTANTIATE(S) template class LanczosBlock<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::detail
