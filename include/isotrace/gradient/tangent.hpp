#pragma once

#include <isotrace/gradient/propagation.hpp>

namespace isotrace::gradient {

/// Derivatives along a direction in the parameters: d/dt at t = 0 for θ + t·direction (B. A.
/// Pearlmutter, Neural Computation 6, 147, 1994). Refers to a propagation after `forward`, which
/// may serve several tangents at once. Directions and results are size() × 1.
class Tangent {
 public:
  explicit Tangent(const Propagation& propagation);
  explicit Tangent(const Propagation&&) = delete;  // it would not outlive this

  /// J·direction = d/dt z_L, outputs × b. Throws ShapeError, as the others do.
  ConstBlockView<double> forward(ConstBlockView<double> direction);
  /// out ← factor · Jᵀ D, summed over the batch.
  void pull_back(double factor, ConstBlockView<double> D, BlockView<double> out);
  /// out ← factor · d/dt of the gradient's sum, D being d/dt of ∂f/∂z_L. After `forward` with that
  /// direction, and the propagation's `backward`.
  void gradient(double factor, ConstBlockView<double> direction, ConstBlockView<double> D,
                BlockView<double> out);

 private:
  void backward(double factor, const double* direction, ConstBlockView<double> D,
                BlockView<double> out);

  const Propagation& propagation_;
  LayerBlocks linear_, active_, derivative_;
};

}  // namespace isotrace::gradient
