#pragma once

#include <vector>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/laws/stream.hpp>

namespace isotrace::gradient {

/// The function between the layers of a perceptron, entry by entry.
enum class Activation { tanh, relu, identity };

/// z ↦ z_L: a_0 = x, z_l = S_l a_{l−1} + b_l, a_l = φ(z_l) for l < L. Without hidden layers it is
/// the linear model Sx + b of section 4.
///
/// The parameters θ are one vector: for each layer S_l by rows, m_l × n_l, and then b_l. Blocks of
/// vectors, such as derivatives, are laid out alike.
class Perceptron {
 public:
  /// widths: those of the inputs, of the hidden layers and of the outputs. θ = 0. Throws
  /// OptionError unless there are at least two, all positive.
  explicit Perceptron(std::vector<Index> widths, Activation activation = Activation::tanh);

  Index layers() const { return static_cast<Index>(widths_.size()) - 1; }
  Index inputs(Index layer) const { return widths_[layer]; }
  Index outputs(Index layer) const { return widths_[layer + 1]; }
  const std::vector<Index>& widths() const { return widths_; }
  Activation activation() const { return activation_; }

  /// The number of parameters.
  Index size() const { return offsets_.back(); }
  BlockView<double> parameters() { return {values_.data(), size(), 1, 1}; }
  ConstBlockView<double> parameters() const { return {values_.data(), size(), 1, 1}; }
  /// S_l and b_l in a parameter vector that lies contiguously at `values`; m_l × 1 the latter.
  template <class T>
  auto matrix(T* values, Index layer) const {
    return view_at(values + offsets_[layer], outputs(layer), inputs(layer));
  }
  template <class T>
  auto bias(T* values, Index layer) const {
    return view_at(values + offsets_[layer] + outputs(layer) * inputs(layer), outputs(layer), 1);
  }
  ConstBlockView<double> matrix(Index layer) const { return matrix(values_.data(), layer); }
  ConstBlockView<double> bias(Index layer) const { return bias(values_.data(), layer); }

  /// Independent normal entries of S_l with variance 1/n_l, twice that before ReLU; b = 0.
  void initialise(const Stream& stream);

 private:
  static BlockView<double> view_at(double* data, Index rows, Index cols) {
    return {data, rows, cols, cols};
  }
  static ConstBlockView<double> view_at(const double* data, Index rows, Index cols) {
    return {data, rows, cols, cols};
  }

  std::vector<Index> widths_;
  std::vector<Index> offsets_;
  Activation activation_;
  std::vector<double> values_;
};

}  // namespace isotrace::gradient
