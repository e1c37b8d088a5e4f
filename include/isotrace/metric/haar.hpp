#pragma once

#include <memory>

#include <isotrace/laws/stream.hpp>
#include <isotrace/metric/metric.hpp>

namespace isotrace {

/// A Haar-distributed isometry of (𝕂ⁿ, V): M = Q U Q⁻¹ with U Haar on O(n) (U(n)), so that
/// Mᴴ V M = V. Refers to the metric, which must outlive it (a
/// temporary is kept). Setup O(n³).
template <Scalar S>
class HaarIsometry {
 public:
  /// index addresses the isometry within the stream.
  HaarIsometry(MetricRef<S> metric, const Stream& stream, Index index);
  // not moved: what was copied from stays whole
  HaarIsometry(const HaarIsometry&) = default;
  HaarIsometry& operator=(const HaarIsometry&) = default;

  /// X ← M X, in place. O(n²) a column and two maps of the metric.
  void apply(BlockView<S> x) const;

 private:
  MetricRef<S> metric_;
  std::shared_ptr<const RowMatrix<S>> rotation_;
};

}  // namespace isotrace
