#pragma once

#include "run.hpp"

namespace isotrace {

/// How the sketch of a leave-one-out method grows to a tolerance: what two looks say of the decay
/// of its interval's width, as a power of the columns, foresees how many columns will do.
class SketchGrowth {
 public:
  /// excess: how many times the interval of the look at so many columns is too wide.
  void look(Index columns, double excess);
  /// Columns that are foreseen to do; infinite where nothing is known.
  double foreseen() const { return foreseen_; }
  /// The columns of the next look: those foreseen, if that is at most twice as many; else half as
  /// many more.
  Index next() const;
  /// Whether the next look is one at which the end is foreseen.
  bool planned() const;

 private:
  double columns_ = 0;
  double excess_ = 0;
  double foreseen_ = 0;
};

/// The estimate of a sketch as it stands; status `exact` where it has found the whole range, with a
/// tolerance `converged` or `budget`.
template <Scalar W, class Estimator>
Estimate<W> look(const Run<W>& run, Estimator& estimator);

/// XTrace, k = m/2. With a tolerance the sketch grows from look to look; beyond what the budget,
/// the memory or the way to the exact trace leave it, the remainder is sampled, or the trace
/// computed.
template <Scalar W>
Estimate<W> xtrace(Run<W>& run);

/// The same with XNysTrace, k = m.
template <Scalar W>
Estimate<W> xnystrace(Run<W>& run);

}  // namespace isotrace
