#include "panel_products.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <isotrace/core/error.hpp>
#include <isotrace/laws/laws.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/linalg/transpose.hpp>
#include <lib/parallel/block_loop.hpp>
#include <lib/parallel/progress.hpp>
#include <lib/sampling/isotropic_probes.hpp>

namespace isotrace {

namespace {

constexpr Index drawn = 32;  ///< most probes in a block that is drawn

template <Scalar W>
double greatest_part(W y) {
  if constexpr (is_complex<W>) {
    return std::max(std::abs(y.real()), std::abs(y.imag()));
  } else {
    return std::abs(y);
  }
}

}  // namespace

template <Scalar S>
BlockPlan PanelProducts<S>::plan() const {
  Options without_groups = options_;
  without_groups.law = Gaussian{};
  const auto column = static_cast<std::size_t>(2 * B_.dim() + B_.form().scratch_rows()) * sizeof(S);
  return plan_blocks(without_groups,
                     {B_.dim(), sizeof(S), column,
                      B_.form().preferred_block(B_.metric(), without_groups.law), B_.reentrant()});
}

template <Scalar S>
auto PanelProducts<S>::probes(Index first, Index count) const -> Panel<W> {
  Panel<W> omega(&pool_, B_.dim(), count);
  const BlockPlan blocks = plan();
  const Index width = std::min(drawn, blocks.width);
  for_blocks((count + width - 1) / width, blocks.tasks, {}, [&] { return Workspace<S>(pool_); },
             [&](Workspace<S>& ws, Index block) {
               const Index begin = block * width;
               const auto x = ws.block(B_.dim(), std::min(width, count - begin));
               draw_isotropic(options_.law, Stream{options_.seed}, first + begin, x.view());
               block_to_columns<S>(x, omega, begin);
             });
  return omega;
}

template <Scalar S>
Index PanelProducts<S>::apply(const Panel<W>& X, Panel<W>& Y, bool adjoint,
                              const std::function<void(Index, Index)>& tell) {
  Y = Panel<W>(&pool_, X.rows(), X.cols());
  const BlockPlan plan = this->plan();
  const Index blocks = (X.cols() + plan.width - 1) / plan.width;
  const auto begin = [&](Index block) { return X.cols() * block / blocks; };
  Progress progress(tell, X.cols());
  const Index finished = for_blocks(
      blocks, plan.tasks, options_.stop, [&] { return Workspace<S>(pool_); },
      [&](Workspace<S>& ws, Index block) {
        const Index first = begin(block);
        const Index count = begin(block + 1) - first;
        apply_block(X, Y, first, count, ws, adjoint);
        progress.add(count);
      });
  progress.finish();
  const Index done = blocks > 0 ? begin(finished) : 0;
  bring_into_unit(Y, done);
  return done;
}

template <Scalar S>
void PanelProducts<S>::apply_block(const Panel<W>& X, Panel<W>& Y, Index first, Index count,
                                   Workspace<S>& ws, bool adjoint) const {
  const auto x = ws.block(B_.dim(), count);
  const auto y = ws.block(B_.dim(), count);
  columns_to_block<S>(X, first, x.view());
  isolated([&] {
    if (adjoint) {
      B_.apply_adjoint(x, ws, y);
    } else {
      B_.apply(x, ws, y);
    }
  });
  if (block_to_columns<S>(y, Y, first)) return;
  const auto product = Y.middleCols(first, count);
  for (Index j = 0; j < count; ++j) {
    if (product.col(j).allFinite()) continue;
    throw NotFiniteError(fmt::format(
        "the operator returned a NaN or infinity for column {} of a block of {}", j + 1, count));
  }
}

/// Sets the unit from the size of a nonzero product.
template <Scalar S>
void PanelProducts<S>::find_unit(double size) {
  constexpr int harmless = 100;  // fourth powers neither overflow nor vanish
  const int exponent = std::ilogb(size);
  // some sketches take square roots, and √(2ᵏ) is a power of two only for even k
  unit_ = std::abs(exponent) > harmless ? exponent : exponent % 2;
  unit_known_ = true;
}

template <Scalar S>
void PanelProducts<S>::bring_into_unit(Panel<W>& Y, Index done) {
  auto products = Y.leftCols(done);
  for (Index j = 0; j < done && Y.rows() > 0 && !unit_known_; ++j) {
    const double size = Y.col(j).unaryExpr([](W y) { return greatest_part(y); }).maxCoeff();
    if (size > 0) find_unit(size);
  }
  if (unit_ == 0) return;
  const int half = unit_ / 2;  // 2^−unit may itself be out of range
  products *= std::ldexp(1.0, -half);
  products *= std::ldexp(1.0, half - unit_);
}

#define INSTANTIATE(S) template class PanelProducts<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
