#pragma once

#include <isotrace/operators/form_ref.hpp>

namespace isotrace {

/// The operator B = Qᴴ A Q on 𝕂ⁿ: the form a(u, v) = vᴴAu pulled back by the metric's isometry Q,
/// with tr B = trace_V a. A Euclidean trace estimator applied to B estimates the metric trace.
/// Refers to the form and the metric.
template <Scalar S>
class PulledBack {
 public:
  /// Throws ShapeError (both dimensions) unless they agree.
  PulledBack(FormRef<S> form, MetricRef<S> metric);
  Index dim() const { return form_.dim(); }
  Index matvecs() const { return form_.matvecs(); }
  bool reentrant() const { return form_.reentrant(); }
  const FormRef<S>& form() const { return form_; }
  const MetricRef<S>& metric() const { return metric_; }
  /// Y ← B X. X is overwritten by Q X.
  void apply(BlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;
  /// Y ← Bᴴ X. X is overwritten by Q X.
  void apply_adjoint(BlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const;

 private:
  FormRef<S> form_;
  MetricRef<S> metric_;
};

}  // namespace isotrace
