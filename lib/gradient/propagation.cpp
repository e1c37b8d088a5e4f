#include <isotrace/gradient/propagation.hpp>

#include "checks.hpp"
#include "layer_products.hpp"

namespace isotrace::gradient {
LayerBlocks::LayerBlocks(const Perceptron& perceptron) : first_{0} {
  for (Index l = 0; l < perceptron.layers(); ++l) {
    first_.push_back(first_.back() + perceptron.outputs(l));
  }
}

void LayerBlocks::resize(Index batch) {
  batch_ = batch;
  values_.resize(static_cast<std::size_t>(first_.back() * batch));
}

Propagation::Propagation(const Perceptron& perceptron)
    : perceptron_(perceptron), linear_(perceptron), active_(perceptron), derivative_(perceptron) {}

ConstBlockView<double> Propagation::inputs(Index layer) const {
  if (layer > 0) return active_[layer - 1];
  return {inputs_.data(), perceptron_.inputs(0), batch_, batch_};
}
ConstBlockView<double> Propagation::linear(Index layer) const {
  return linear_[layer];
}
ConstBlockView<double> Propagation::derivative(Index layer) const {
  return derivative_[layer];
}

void Propagation::forward(ConstBlockView<double> X) {
  require_shape("a batch", X, perceptron_.inputs(0), X.cols);
  if (X.cols < 1) throw ShapeError("a batch has no samples, expected at least one");
  batch_ = X.cols;
  for (auto* blocks : {&linear_, &active_, &derivative_}) blocks->resize(batch_);
  inputs_.resize(static_cast<std::size_t>(X.rows * X.cols));
  eigen(BlockView<double>{inputs_.data(), X.rows, X.cols, X.cols}) = eigen(X);
  for (Index l = 0; l < perceptron_.layers(); ++l) {
    const BlockView<double> z = linear_[l];
    eigen(z).colwise() = eigen(perceptron_.bias(l)).col(0);
    multiply(perceptron_.matrix(l), Side::itself, inputs(l), z, true);
    if (l + 1 < perceptron_.layers()) activate(perceptron_.activation(), z, active_[l]);
  }
}

void Propagation::backward(ConstBlockView<double> D) {
  const Index last = perceptron_.layers() - 1;
  require_shape("the derivative by the outputs", D, perceptron_.outputs(last), batch_);
  const BlockView<double> top = derivative_[last];
  if (top.data != D.data) eigen(top) = eigen(D);
  for (Index l = last; l > 0; --l) {
    const BlockView<double> below = derivative_[l - 1];
    multiply(perceptron_.matrix(l), Side::adjoint, derivative(l), below);
    times_slope(perceptron_.activation(), inputs(l), below);
  }
}

void Propagation::gradient(double factor, BlockView<double> gradient) const {
  require_shape("the gradient", gradient, perceptron_.size(), 1);
  for (Index l = 0; l < perceptron_.layers(); ++l) {
    outer(factor, derivative(l), inputs(l), perceptron_.matrix(gradient.data, l));
    sum_over_batch(factor, derivative(l), perceptron_.bias(gradient.data, l));
  }
}

double loss_and_gradient(Propagation& propagation, const Loss& loss, ConstBlockView<double> X,
                         ConstBlockView<double> T, BlockView<double> gradient) {
  propagation.forward(X);
  const ConstBlockView<double> Z = propagation.outputs();
  RowMatrix<double> D(Z.rows, Z.cols);
  const double samples = static_cast<double>(X.cols);
  const double value = loss.total(Z, T) / samples;
  loss.derivative(Z, T, view(D));
  propagation.backward(view(D));
  propagation.gradient(1 / samples, gradient);
  return value;
}

}  // namespace isotrace::gradient
