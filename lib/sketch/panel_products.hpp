#pragma once

#include <functional>

#include <isotrace/operators/pulled_back.hpp>
#include <isotrace/trace/options.hpp>

#include <lib/linalg/panel.hpp>
#include <lib/sampling/block_plan.hpp>

namespace isotrace {

/// Drawn panels of probes, and products of B with panels, in parallel blocks of row-major columns:
/// this is where panels become blocks and blocks panels. The results do not depend on the threads.
template <Scalar S>
class PanelProducts {
 public:
  using W = Wide<S>;

  /// Refers to all of them.
  PanelProducts(const PulledBack<S>& B, const Options& options, ScratchPool& pool)
      : B_(B), options_(options), pool_(pool) {}

  /// Probes [first, first + count), E[ω ωᴴ] = I; of an invariant law all with norm √n.
  Panel<W> probes(Index first, Index count) const;
  /// Y ← 2^−unit() B X, or Bᴴ, in its leading columns, as many as are done before the caller stops;
  /// they are counted, and told to progress. Throws NotFiniteError.
  Index apply(const Panel<W>& X, Panel<W>& Y, bool adjoint,
              const std::function<void(Index, Index)>& progress);
  /// Of all products, decided by the first that is not zero (panel_operator.hpp).
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
