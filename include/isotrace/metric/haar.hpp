#pragma once

#include <memory>

#include <isotrace/laws/stream.hpp>
#include <isotrace/metric/metric.hpp>

namespace isotrace {

/// A Haar-distributed isometry M of (𝕂ⁿ, V), Mᴴ V M = V: M = Q U Q⁻¹ with U Haar-distributed on
/// O(n), over ℂ on U(n). Refers to the metric, which must outlive it; a temporary is kept. Setup
/// takes O(n³).
template <Scalar S>
class HaarIsometry {
 public:
  /// index: the isometry's number within the stream.
  HaarIsometry(MetricRef<S> metric, const Stream& stream, Index index);
  // No move operations: a move copies, and leaves the source valid.
  HaarIsometry(const HaarIsometry&) = default;
  HaarIsometry& operator=(const HaarIsometry&) = default;

  /// X ← M X, in place. Two maps of the metric and O(n²) per column. Throws ShapeError unless X has
  /// n rows.
  void apply(BlockView<S> x) const;

 private:
  MetricRef<S> metric_;
  std::shared_ptr<const RowMatrix<S>> rotation_;
};

}  // namespace isotrace
