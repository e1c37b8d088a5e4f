#pragma once

#include <variant>

#include <isotrace/metric/metrics.hpp>

namespace isotrace::program {

/// A metric of a kind known only when the program runs.
template <Scalar S>
class AnyMetric {
 public:
  using Scalar = S;

  template <class M>
    requires Metric<M, S> && (!std::same_as<M, AnyMetric>)
  AnyMetric(M metric)  // NOLINT(google-explicit-constructor)
      : metric_(std::move(metric)) {}

  Index dim() const {
    return std::visit([](const auto& m) { return m.dim(); }, metric_);
  }
  double cost() const {
    return std::visit([](const auto& m) { return MetricRef<S>(m).cost(); }, metric_);
  }
  void gram(ConstBlockView<S> x, BlockView<S> y) const {
    std::visit([&](const auto& m) { m.gram(x, y); }, metric_);
  }
  void map(Isometry which, BlockView<S> x) const {
    std::visit([&](const auto& m) { m.map(which, x); }, metric_);
  }

 private:
  std::variant<EuclideanMetric<S>, SparseMetric<S>, DenseMetric<S>> metric_;
};

}  // namespace isotrace::program
