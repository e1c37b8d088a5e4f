#include <isotrace/gradient/curvature.hpp>

#include <utility>

#include "checks.hpp"

namespace isotrace::gradient {

CurvatureOperator::CurvatureOperator(Curvature kind, const Perceptron& perceptron, const Loss& loss,
                                     ConstBlockView<double> X, ConstBlockView<double> T)
    : kind_(kind), loss_(loss), propagation_(perceptron) {
  propagation_.forward(X);
  const ConstBlockView<double> Z = propagation_.outputs();
  require_shape("the labels", T, Z.rows, Z.cols);
  RowMatrix<double> D(Z.rows, Z.cols);
  loss.derivative(Z, T, view(D));
  propagation_.backward(view(D));
}

void CurvatureOperator::apply(ConstBlockView<double> x, BlockView<double> y) const {
  require_shape("the result", y, rows(), x.cols);
  const ConstBlockView<double> Z = propagation_.outputs();
  const double factor = 1 / static_cast<double>(propagation_.batch());
  Tangent tangent(propagation_);
  RowMatrix<double> direction(rows(), 1);
  RowMatrix<double> result(rows(), 1);
  RowMatrix<double> D(Z.rows, Z.cols);
  for (Index j = 0; j < x.cols; ++j) {
    direction = eigen(x).col(j);
    const ConstBlockView<double> along = view(std::as_const(direction));
    D = eigen(tangent.forward(along));
    loss_.curvature(Z, view(D));
    if (kind_ == Curvature::hessian) {
      tangent.gradient(factor, along, view(D), view(result));
    } else {
      tangent.pull_back(factor, view(D), view(result));
    }
    eigen(y).col(j) = result;
  }
}

double CurvatureOperator::cost() const {
  const double passes = kind_ == Curvature::hessian ? 7 : 4;
  return passes * static_cast<double>(rows()) * static_cast<double>(propagation_.batch()) *
         cost::multiply_add;
}

}  // namespace isotrace::gradient
