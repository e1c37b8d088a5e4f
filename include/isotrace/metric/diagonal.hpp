#pragma once

#include <memory>
#include <vector>

#include <isotrace/metric/metric.hpp>

namespace isotrace {

/// V = diag(w), w > 0 (a lumped mass matrix): Q = diag(w)^(-1/2). Setup and products O(n) a column.
template <Scalar S>
class DiagonalMetric {
 public:
  using Scalar = S;

  /// weights: n real numbers. Throws ShapeError if empty, NotFiniteError for a NaN or infinity,
  /// MetricError naming the first weight that is not positive.
  explicit DiagonalMetric(std::vector<Real<S>> weights);

  Index dim() const;
  double cost() const { return static_cast<double>(dim()) * cost::pass; }
  void gram(ConstBlockView<S> x, BlockView<S> y) const;
  void map(Isometry which, BlockView<S> x) const;

 private:
  std::shared_ptr<const std::vector<Real<S>>> weights_;
  std::shared_ptr<const std::vector<Real<S>>> roots_;
};

static_assert(Metric<DiagonalMetric<double>, double>);

}  // namespace isotrace
