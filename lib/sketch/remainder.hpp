#pragma once

#include <isotrace/laws/law.hpp>
#include <isotrace/operators/pulled_back.hpp>

#include "converted_panel.hpp"

namespace isotrace {

/// The part of B left to sample: (I − QQᴴ)(B + 2ᵉ(νI − L Rᴴ))(I − QQᴴ), where e is the unit of B's
/// products. Panels without columns take nothing away.
template <Scalar S>
struct Remainder {
  Panel<S> basis = {};  ///< Q, orthonormal; probes are projected off it
  Panel<S> left = {};   ///< L
  Panel<S> right = {};  ///< R; without columns, R = L
  double shift = 0;     ///< ν

  bool is_whole() const { return basis.cols() == 0 && left.cols() == 0; }
};

/// Values of a remainder at random probes; their expectation is its trace. Projected probes of an
/// invariant law are resphered to norm √(n − rank).
template <Scalar S>
class RemainderValues {
 public:
  using W = Wide<S>;

  RemainderValues(const PulledBack<S>& B, const Remainder<W>& remainder, int unit);

  /// Rows of workspace for a probe, in addition to its own and the form's.
  Index scratch_rows() const { return std::max(basis_.cols(), 2 * left_.cols()); }
  void operator()(const Law& law, const Stream& stream, ProbeRange probes, Workspace<S>& ws,
                  W* values) const;

 private:
  void add_low_rank_values(BlockView<S> x, Workspace<S>& ws, std::vector<W>& out) const;

  const PulledBack<S>& B_;
  ConvertedPanel<S> basis_;
  ConvertedPanel<S> left_;
  ConvertedPanel<S> right_;
  double shift_;
  int unit_;
};

}  // namespace isotrace
