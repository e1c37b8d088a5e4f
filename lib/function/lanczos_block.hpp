#pragma once

#include <vector>

#include <isotrace/operators/pulled_back.hpp>

#include "jacobi_matrix.hpp"

namespace isotrace::detail {

/// Lanczos's recurrence for B = QᴴAQ from each column of a block, side by side, so that the
/// operator is read once a step for all of them: B q_k = β_(k−1) q_(k−1) + α_k q_k + β_k q_(k+1).
/// Without reorthogonalisation; a column ends where β_k is rounding. The vectors are kept
/// unnormalised, with a scale each, so that a step is two passes over the block besides the
/// product. Dots are summed in double precision.
template <Scalar S>
class LanczosBlock {
 public:
  /// Borrows four n × X.cols blocks. A column of zeros has no recurrence. Throws NotFiniteError for
  /// a vector that is not finite.
  LanczosBlock(const PulledBack<S>& B, ConstBlockView<S> X, Workspace<S>& ws);

  /// One step of all columns. Throws NotFiniteError where a product is not finite, and what the
  /// operator throws.
  void step();

  Index steps() const { return steps_; }
  /// ‖x_j‖², and whether the column's recurrence has ended: its quadrature is exact.
  double squared_norm(Index j) const { return squared_norms_[static_cast<std::size_t>(j)]; }
  bool ended(Index j) const { return ended_[static_cast<std::size_t>(j)]; }
  /// α_1 … and β_1 … of a column, up to its end.
  const JacobiMatrix& jacobi(Index j) const { return jacobi_[static_cast<std::size_t>(j)]; }
  /// β_k after the last row; 0 if the recurrence has ended.
  double beta(Index j) const { return beta_[static_cast<std::size_t>(j)]; }

 private:
  void find_alpha();
  std::vector<double> advance();
  void add_row(Index j, double alpha, double squared_norm);

  const PulledBack<S>& B_;
  Workspace<S>& ws_;
  WorkspaceBlock<S> first_, second_, product_, mapped_;
  BlockView<S> current_, previous_;  // u_k, u_(k−1); q = scale · u
  Index steps_ = 0;
  std::vector<double> squared_norms_, scale_, previous_scale_, beta_, alpha_;
  std::vector<double> unit_, size_;  // of the next vector, and of T
  std::vector<char> ended_;
  std::vector<JacobiMatrix> jacobi_;
};

}  // namespace isotrace::detail
