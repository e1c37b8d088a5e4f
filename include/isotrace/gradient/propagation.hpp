#pragma once

#include <isotrace/gradient/loss.hpp>
#include <isotrace/gradient/perceptron.hpp>

namespace isotrace::gradient {

/// A block for each layer, outputs × batch.
class LayerBlocks {
 public:
  explicit LayerBlocks(const Perceptron& perceptron);
  void resize(Index batch);
  BlockView<double> operator[](Index layer) {
    return {values_.data() + first_[layer] * batch_, rows(layer), batch_, batch_};
  }
  ConstBlockView<double> operator[](Index layer) const {
    return {values_.data() + first_[layer] * batch_, rows(layer), batch_, batch_};
  }

 private:
  Index rows(Index layer) const { return first_[layer + 1] - first_[layer]; }

  std::vector<Index> first_;  // row of each layer, and the end
  Index batch_ = 0;
  std::vector<double> values_;
};

/// A batch on its way through a perceptron and back. Blocks are layer width × b. Refers to the
/// perceptron; what it holds belongs to the parameters of the last `forward`. Each member costs one
/// product a layer of a matrix of its size with a block.
class Propagation {
 public:
  explicit Propagation(const Perceptron& perceptron);
  explicit Propagation(const Perceptron&&) = delete;  // it would not outlive this

  /// X: n × b. Throws ShapeError.
  void forward(ConstBlockView<double> X);
  /// Takes ∂f/∂z_L, m × b, back to all z_l. Throws ShapeError.
  void backward(ConstBlockView<double> D);

  const Perceptron& perceptron() const { return perceptron_; }
  Index batch() const { return batch_; }
  ConstBlockView<double> outputs() const { return linear(perceptron_.layers() - 1); }
  /// a_{l−1}, z_l and ∂f/∂z_l of layer l = 0, 1, ….
  ConstBlockView<double> inputs(Index layer) const;
  ConstBlockView<double> linear(Index layer) const;
  ConstBlockView<double> derivative(Index layer) const;

  /// gradient ← factor · Σ over the batch of ∂f/∂θ: G_l = D_l a_{l−1}ᵀ, g_l = D_l 1.
  void gradient(double factor, BlockView<double> gradient) const;

 private:
  const Perceptron& perceptron_;
  Index batch_ = 0;
  std::vector<double> inputs_;
  LayerBlocks linear_, active_, derivative_;
};

/// Mean loss of a batch, and its gradient with respect to the parameters, size() × 1.
double loss_and_gradient(Propagation& propagation, const Loss& loss, ConstBlockView<double> X,
                         ConstBlockView<double> T, BlockView<double> gradient);

}  // namespace isotrace::gradient
