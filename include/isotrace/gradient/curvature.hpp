#pragma once

#include <isotrace/core/cost.hpp>
#include <isotrace/gradient/tangent.hpp>

namespace isotrace::gradient {

/// A second derivative of a mean loss f(θ) = mean ℓ(z_L(x_j; θ); t_j).
enum class Curvature {
  hessian,      ///< f″
  gauss_newton  ///< mean Jᵀ ℓ″ J, J = dz_L/dθ: the Fisher matrix of the model, ℓ″ being that of t
};

/// It as an operator on parameter vectors, symmetric, without its entries: a product costs about
/// twice a gradient. Refers to the loss and the perceptron, whose parameters must not change
/// meanwhile. Reentrant.
class CurvatureOperator {
 public:
  using Scalar = double;

  /// X: n × b, T: m × b. Throws ShapeError.
  CurvatureOperator(Curvature kind, const Perceptron& perceptron, const Loss& loss,
                    ConstBlockView<double> X, ConstBlockView<double> T);
  // temporaries would not outlive this
  CurvatureOperator(Curvature, const Perceptron&&, const Loss&, ConstBlockView<double>,
                    ConstBlockView<double>) = delete;
  CurvatureOperator(Curvature, const Perceptron&, const Loss&&, ConstBlockView<double>,
                    ConstBlockView<double>) = delete;

  Index rows() const { return propagation_.perceptron().size(); }
  Index cols() const { return rows(); }
  void apply(ConstBlockView<double> x, BlockView<double> y) const;
  void apply_adjoint(ConstBlockView<double> x, BlockView<double> y) const { apply(x, y); }
  double cost() const;

 private:
  Curvature kind_;
  const Loss& loss_;
  Propagation propagation_;
};

}  // namespace isotrace::gradient
