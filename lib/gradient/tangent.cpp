#include <isotrace/gradient/tangent.hpp>

#include <utility>

#include "checks.hpp"
#include "layer_products.hpp"

namespace isotrace::gradient {

Tangent::Tangent(const Propagation& propagation)
    : propagation_(propagation),
      linear_(propagation.perceptron()),
      active_(propagation.perceptron()),
      derivative_(propagation.perceptron()) {}

ConstBlockView<double> Tangent::forward(ConstBlockView<double> direction) {
  const Perceptron& net = propagation_.perceptron();
  require_shape("a direction", direction, net.size(), 1);
  for (auto* blocks : {&linear_, &active_}) blocks->resize(propagation_.batch());
  for (Index l = 0; l < net.layers(); ++l) {
    const BlockView<double> z = linear_[l];
    eigen(z).colwise() = eigen(net.bias(direction.data, l)).col(0);
    multiply(net.matrix(direction.data, l), Side::itself, propagation_.inputs(l), z, true);
    if (l > 0) multiply(net.matrix(l), Side::itself, active_[l - 1], z, true);
    if (l + 1 == net.layers()) break;
    eigen(active_[l]) = eigen(z);
    times_slope(net.activation(), propagation_.inputs(l + 1), active_[l]);
  }
  return std::as_const(linear_)[net.layers() - 1];
}

void Tangent::pull_back(double factor, ConstBlockView<double> D, BlockView<double> out) {
  backward(factor, nullptr, D, out);
}

void Tangent::gradient(double factor, ConstBlockView<double> direction, ConstBlockView<double> D,
                       BlockView<double> out) {
  require_shape("a direction", direction, propagation_.perceptron().size(), 1);
  backward(factor, direction.data, D, out);
}

/// Without a direction Ḋ_{l−1} = φ′ S_lᵀḊ_l and G_l = Ḋ_l a_{l−1}ᵀ. With one, D_{l−1} = φ′ S_lᵀD_l
/// varies, too: Ḋ_{l−1} = φ′ (S_lᵀḊ_l + Ṡ_lᵀD_l) + φ″ż S_lᵀD_l and Ġ_l = Ḋ_l a_{l−1}ᵀ + D_l
/// ȧ_{l−1}ᵀ, where φ″ż = −2 φ ȧ for tanh and 0 for ReLU.
void Tangent::backward(double factor, const double* direction, ConstBlockView<double> D,
                       BlockView<double> out) {
  const Perceptron& net = propagation_.perceptron();
  require_shape("a derivative by the outputs", D, net.outputs(net.layers() - 1),
                propagation_.batch());
  require_shape("a vector of parameters", out, net.size(), 1);
  derivative_.resize(propagation_.batch());
  eigen(derivative_[net.layers() - 1]) = eigen(D);
  for (Index l = net.layers() - 1; l >= 0; --l) {
    const BlockView<double> matrix = net.matrix(out.data, l);
    outer(factor, derivative_[l], propagation_.inputs(l), matrix);
    sum_over_batch(factor, derivative_[l], net.bias(out.data, l));
    if (l == 0) break;
    const BlockView<double> below = derivative_[l - 1];
    multiply(net.matrix(l), Side::adjoint, derivative_[l], below);
    if (direction == nullptr) {
      times_slope(net.activation(), propagation_.inputs(l), below);
      continue;
    }
    const ConstBlockView<double> d = propagation_.derivative(l);
    const ConstBlockView<double> a = propagation_.inputs(l);
    outer(factor, d, active_[l - 1], matrix, true);
    multiply(net.matrix(direction, l), Side::adjoint, d, below, true);
    times_slope(net.activation(), a, below);
    RowMatrix<double> pulled(below.rows, below.cols);
    multiply(net.matrix(l), Side::adjoint, d, view(pulled));
    add_bend(net.activation(), a, active_[l - 1], pulled, below);
  }
}

}  // namespace isotrace::gradient
