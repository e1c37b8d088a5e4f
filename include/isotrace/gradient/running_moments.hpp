#pragma once

#include <vector>

#include <isotrace/core/eigen_views.hpp>

namespace isotrace::gradient {

/// Mean and covariance of vectors that come in batches, with exponentially decaying weights: after
/// batch k the old estimate has the weight min(1 − 1/k, memory) and the batch the rest (J. Martens,
/// R. Grosse, ICML 2015, section 5). With memory = 1 every batch counts alike, and batches of equal
/// size give the mean and the covariance of all their vectors together.
class RunningMoments {
 public:
  /// Throws OptionError unless dim ≥ 1 and 0 ≤ memory ≤ 1.
  explicit RunningMoments(Index dim, double memory = 1);

  /// Takes the columns of a dim × b block, b ≥ 1. Throws ShapeError; NotFiniteError, before
  /// anything is changed. O(dim² b).
  void add(ConstBlockView<double> batch);

  Index dim() const { return dim_; }
  Index batches() const { return batches_; }

  /// x̂, dim × 1. Zero before the first batch, as the others are.
  ConstBlockView<double> mean() const { return {mean_.data(), dim_, 1, 1}; }
  /// C = E[(x − x̂)(x − x̂)ᵀ], the covariance of section 4.
  ConstBlockView<double> covariance() const { return {covariance_.data(), dim_, dim_, dim_}; }
  /// M ← E[x xᵀ] = C + x̂x̂ᵀ, dim × dim. Throws ShapeError.
  void second_moment(BlockView<double> M) const;
  /// M ← E[(x, 1)(x, 1)ᵀ], (dim + 1) × (dim + 1): the uncentred moments in the homogeneous
  /// coordinate, by which Martens and Grosse couple a matrix and its bias. Throws ShapeError.
  void homogeneous_moment(BlockView<double> M) const;

 private:
  Index dim_;
  double memory_;
  Index batches_ = 0;
  std::vector<double> mean_;
  std::vector<double> covariance_;
};

}  // namespace isotrace::gradient
