#pragma once

#include <vector>

#include <isotrace/core/kept.hpp>
#include <isotrace/core/matrix_argument.hpp>
#include <isotrace/metric/metric.hpp>

namespace isotrace {

/// The metric V = diag(w), w > 0, for example a lumped mass matrix, with Q = diag(w)^(−½). Setup
/// takes O(n), gram and map O(n) per column; both throw ShapeError unless blocks have dim() rows.
template <Scalar S>
class DiagonalMetric {
 public:
  using Scalar = S;

  /// weights: n real numbers. Throws ShapeError if there are none, NotFiniteError for a NaN or
  /// infinity, MetricError for a weight that is not positive, stating its row.
  explicit DiagonalMetric(std::vector<Real<S>> weights);
  /// From an Eigen vector, or from w.asDiagonal(). Same errors.
  template <MatrixExpression W>
  explicit DiagonalMetric(const W& weights) : DiagonalMetric(copied(weights)) {}

  Index dim() const;
  double cost() const { return static_cast<double>(dim()) * cost::pass; }
  void gram(ConstBlockView<S> x, BlockView<S> y) const;
  void map(Isometry which, BlockView<S> x) const;
  GramMatrix<S> gram_matrix() const { return {.weights = weights_->data()}; }
  std::shared_ptr<const InverseEntries<S>> inverse_entries() const;

 private:
  template <class W>
  static std::vector<Real<S>> copied(const W& weights) {
    constexpr bool diagonal = SparseExpression<W> && requires { weights.diagonal(); };
    constexpr bool vector = requires { requires bool(W::IsVectorAtCompileTime); };
    constexpr bool accepted = (diagonal || vector) && detail::fits<typename W::Scalar, Real<S>>;
    static_assert(accepted,
                  "isotrace: a DiagonalMetric takes a vector of real weights, one for each row");
    if constexpr (accepted && diagonal) {
      return copied(weights.diagonal());
    } else if constexpr (accepted) {
      const Eigen::Matrix<typename W::Scalar, Eigen::Dynamic, 1> w(weights);
      return {w.data(), w.data() + w.size()};
    } else {
      return {};
    }
  }

  detail::Kept<std::vector<Real<S>>> weights_;
  detail::Kept<std::vector<Real<S>>> roots_;
};

static_assert(Metric<DiagonalMetric<double>, double>);

}  // namespace isotrace
