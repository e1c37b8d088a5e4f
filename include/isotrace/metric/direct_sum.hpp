#pragma once

#include <string>
#include <vector>

#include <isotrace/metric/metric.hpp>

namespace isotrace {

/// The metric V = V₁ ⊕ … ⊕ V_k on 𝕂^(n₁ + … + n_k), with Q = Q₁ ⊕ … ⊕ Q_k: each part on its own
/// rows, in order. gram and map cost what those of the parts do, and throw ShapeError unless blocks
/// have dim() rows. Exact values take dim() columns.
template <Scalar S>
class DirectSumMetric {
 public:
  using Scalar = S;

  /// Throws OptionError if there are no parts.
  explicit DirectSumMetric(std::vector<AnyMetric<S>> parts) : parts_(std::move(parts)) {
    if (parts_.empty()) throw OptionError("found a direct sum of 0 metrics, expected 1 or more");
    for (const auto& part : parts_) dim_ += part.dim();
  }

  Index dim() const { return dim_; }
  double cost() const {
    double sum = 0;
    for (const auto& part : parts_) sum += part.cost();
    return sum;
  }
  double gram_cost() const {
    double sum = 0;
    for (const auto& part : parts_) sum += part.gram_cost();
    return sum;
  }

  void gram(ConstBlockView<S> x, BlockView<S> y) const {
    detail::require_shapes<S>(x, y, dim_);
    Index first = 0;
    for (const auto& part : parts_) {
      part.gram(x.row_range(first, part.dim()), y.row_range(first, part.dim()));
      first += part.dim();
    }
  }

  void map(Isometry which, BlockView<S> x) const {
    detail::require_rows(x.rows, dim_);
    Index first = 0;
    for (const auto& part : parts_) {
      part.map(which, x.row_range(first, part.dim()));
      first += part.dim();
    }
  }

 private:
  std::vector<AnyMetric<S>> parts_;
  Index dim_ = 0;
};

}  // namespace isotrace
