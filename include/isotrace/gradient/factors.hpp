#pragma once

#include <isotrace/gradient/propagation.hpp>
#include <isotrace/gradient/running_moments.hpp>

namespace isotrace::gradient {

/// The matrix Y of a layer's outputs z_l, a second moment of derivatives d = ∂ℓ/∂z_l.
enum class OutputMatrix {
  fisher,        ///< labels drawn from the model: the Fisher matrix of z_l
  empirical,     ///< the data's labels: not a Fisher matrix, whatever its name in the literature
  gauss_newton,  ///< the mean of (dz_L/dz_l)ᵀ ℓ″ (dz_L/dz_l), m backward passes: without sampling
};

/// Running estimates, for each layer, of the covariance of its inputs and of the matrix of its
/// outputs: the factors of section 4 and of K-FAC (J. Martens, R. Grosse, ICML 2015).
class Factors {
 public:
  /// memory: RunningMoments. Throws OptionError.
  explicit Factors(const Perceptron& perceptron, double memory = 1);

  /// Adds the inputs of a batch after `forward`. Throws NotFiniteError.
  void add_inputs(const Propagation& propagation);
  /// Adds derivatives of a batch after `forward`; those that the propagation holds are overwritten.
  /// T: the labels, used only by `empirical`; samples are numbered from `first` in the stream, used
  /// only by `fisher`. Throws ShapeError, NotFiniteError.
  void add_outputs(Propagation& propagation, const Loss& loss, OutputMatrix kind,
                   ConstBlockView<double> T, const Stream& stream, Index first);

  /// Moments of a_{l−1}.
  const RunningMoments& inputs(Index layer) const { return inputs_[layer]; }
  /// Y ← the matrix of z_l, m_l × m_l.
  void outputs(Index layer, BlockView<double> Y) const { outputs_[layer].second_moment(Y); }

 private:
  std::vector<RunningMoments> inputs_;
  std::vector<RunningMoments> outputs_;
};

}  // namespace isotrace::gradient
