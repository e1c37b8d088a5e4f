#pragma once

#include "run.hpp"

namespace isotrace {

/// How the sketch of a leave-one-out method grows to a tolerance. From two looks it fits the width
/// of the interval as a power of the number of columns, and predicts the columns needed.
class SketchGrowth {
 public:
  /// Records a look: the number of columns, and how many times too wide the interval is.
  void look(Index columns, double excess);
  /// Predicted number of columns needed; infinite if the looks give no prediction.
  double foreseen() const { return foreseen_; }
  /// The number of columns at the next look: the predicted one if it is at most twice the present
  /// one, else half as many more.
  Index next() const;
  /// Whether the tolerance is predicted to be met at the next look.
  bool planned() const;

 private:
  double columns_ = 0;
  double excess_ = 0;
  double foreseen_ = 0;
};

/// The estimate from a sketch at its present size. The status is `exact` if the sketch spans the
/// whole range of B; otherwise `converged` or `budget` with a tolerance, `completed` without.
template <Scalar W, class Estimator>
Estimate<W> look(const Run<W>& run, Estimator& estimator);

/// XTrace, k = m/2. With a tolerance the sketch grows from look to look, up to Run::most_columns();
/// then the remainder is sampled, or the exact trace computed.
template <Scalar W>
Estimate<W> xtrace(Run<W>& run);

/// The same with XNysTrace, k = m.
template <Scalar W>
Estimate<W> xnystrace(Run<W>& run);

}  // namespace isotrace
