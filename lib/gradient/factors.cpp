#include <isotrace/gradient/factors.hpp>

#include <cmath>

#include "checks.hpp"

namespace isotrace::gradient {
namespace {

/// The derivatives of all layers for D at the outputs, with samples as columns, side by side for
/// the columns of a root of ℓ″.
std::vector<RowMatrix<double>> root_derivatives(Propagation& propagation, const Loss& loss) {
  const ConstBlockView<double> Z = propagation.outputs();
  const Index batch = Z.cols;
  const double scale = std::sqrt(static_cast<double>(Z.rows));  // a mean over Z.rows · batch
  const Index layers = propagation.perceptron().layers();
  std::vector<RowMatrix<double>> all;
  all.reserve(static_cast<std::size_t>(layers));
  for (Index l = 0; l < layers; ++l) {
    all.emplace_back(propagation.perceptron().outputs(l), Z.rows * batch);
  }
  RowMatrix<double> D(Z.rows, batch);
  for (Index k = 0; k < Z.rows; ++k) {
    loss.curvature_root(Z, k, view(D));
    D *= scale;
    propagation.backward(view(D));
    for (Index l = 0; l < layers; ++l) {
      all[l].middleCols(k * batch, batch) = eigen(propagation.derivative(l));
    }
  }
  return all;
}

}  // namespace

Factors::Factors(const Perceptron& perceptron, double memory) {
  for (Index l = 0; l < perceptron.layers(); ++l) {
    inputs_.emplace_back(perceptron.inputs(l), memory);
    outputs_.emplace_back(perceptron.outputs(l), memory);
  }
}

void Factors::add_inputs(const Propagation& propagation) {
  for (Index l = 0; l < propagation.perceptron().layers(); ++l) {
    inputs_[l].add(propagation.inputs(l));
  }
}

void Factors::add_outputs(Propagation& propagation, const Loss& loss, OutputMatrix kind,
                          ConstBlockView<double> T, const Stream& stream, Index first) {
  const Index layers = propagation.perceptron().layers();
  const ConstBlockView<double> Z = propagation.outputs();
  if (kind == OutputMatrix::gauss_newton) {
    const auto all = root_derivatives(propagation, loss);
    for (Index l = 0; l < layers; ++l) outputs_[l].add(view(all[l]));
    return;
  }
  RowMatrix<double> D(Z.rows, Z.cols);
  if (kind == OutputMatrix::fisher) {
    RowMatrix<double> drawn(Z.rows, Z.cols);
    loss.draw(Z, stream, first, view(drawn));
    loss.derivative(Z, view(drawn), view(D));
  } else {
    require_shape("the labels", T, Z.rows, Z.cols);
    loss.derivative(Z, T, view(D));
  }
  propagation.backward(view(D));
  for (Index l = 0; l < layers; ++l) outputs_[l].add(propagation.derivative(l));
}

}  // namespace isotrace::gradient
