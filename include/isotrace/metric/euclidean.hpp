#pragma once

#include <isotrace/metric/metric.hpp>

namespace isotrace {

/// The standard inner product on 𝕂ⁿ, V = I and Q = I. map does nothing, gram copies; both throw
/// ShapeError unless blocks have dim() rows.
template <Scalar S>
class EuclideanMetric {
 public:
  using Scalar = S;
  static constexpr bool identity = true;

  /// Throws ShapeError unless n ≥ 1.
  explicit EuclideanMetric(Index n);

  Index dim() const { return n_; }
  void gram(ConstBlockView<S> x, BlockView<S> y) const;
  void map(Isometry which, BlockView<S> x) const;
  std::shared_ptr<const InverseEntries<S>> inverse_entries() const;

 private:
  Index n_;
};

static_assert(Metric<EuclideanMetric<double>, double>);

}  // namespace isotrace
