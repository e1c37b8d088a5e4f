#pragma once

#include <functional>

#include <isotrace/operators/pulled_back.hpp>
#include <isotrace/trace/options.hpp>

#include <lib/linalg/panel.hpp>
#include <lib/sampling/block_plan.hpp>

namespace isotrace {

/// Draws panels of probes and multiplies panels by B, in parallel, by row-major blocks. Panels are
/// converted to blocks and back here. The results do not depend on the number of threads.
template <Scalar S>
class PanelProducts {
 public:
  using W = Wide<S>;

  /// Keeps references to the arguments.
  PanelProducts(const PulledBack<S>& B, const Options& options, ScratchPool& pool)
      : B_(B), options_(options), pool_(pool) {}

  /// Probes [first, first + count), with E[ω ωᴴ] = I; those of an invariant law have norm √n.
  Panel<W> probes(Index first, Index count) const;
  /// Y ← 2^−unit() B X, or 2^−unit() Bᴴ X. Returns the number of leading columns that are done: all
  /// of them unless the caller stops. Throws NotFiniteError.
  Index apply(const Panel<W>& X, Panel<W>& Y, bool adjoint,
              const std::function<void(Index, Index)>& progress);
  /// The unit of all products, fixed by the first nonzero one (panel_operator.hpp).
  int unit() const { return unit_; }

 private:
  BlockPlan plan() const;
  void apply_block(const Panel<W>& X, Panel<W>& Y, Index first, Index count, Workspace<S>& ws,
                   bool adjoint) const;
  void find_unit(double size);
  void bring_into_unit(Panel<W>& Y, Index done);

  const PulledBack<S>& B_;
  const Options& options_;
  ScratchPool& pool_;
  int unit_ = 0;
  bool unit_known_ = false;
};

}  // namespace isotrace
