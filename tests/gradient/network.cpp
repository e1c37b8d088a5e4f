// Derivatives of perceptrons against finite differences and explicit Jacobians.
#include <catch2/catch.hpp>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/gradient/curvature.hpp>
#include <isotrace/gradient/descent.hpp>
#include <isotrace/gradient/factors.hpp>
#include <isotrace/trace/trace.hpp>

#include <type_traits>

#include "support/random_matrix.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::gradient;
using namespace isotrace::test;

namespace {

/// A perceptron with a batch of data.
struct Problem {
  Perceptron net;
  SoftmaxLoss loss;
  RowMatrix<double> X, T;

  explicit Problem(std::vector<Index> widths, Activation activation = Activation::tanh)
      : net(std::move(widths), activation),
        X(random_matrix<double>(net.inputs(0), 7, 2)),
        T(RowMatrix<double>::Zero(net.outputs(net.layers() - 1), 7)) {
    net.initialise(Stream{3});
    for (Index l = 0; l < net.layers(); ++l) {
      eigen(net.bias(net.parameters().data, l)) = 0.1 * random_matrix<double>(net.outputs(l), 1, 4);
    }
    for (Index j = 0; j < 7; ++j) T(j % T.rows(), j) = 1;
  }
  double value(const RowMatrix<double>& parameters) const {
    Perceptron moved = net;
    eigen(moved.parameters()) = parameters;
    Propagation propagation(moved);
    propagation.forward(view(X));
    return loss.total(propagation.outputs(), view(T)) / 7;
  }
  RowMatrix<double> gradient(const RowMatrix<double>& parameters) const {
    Perceptron moved = net;
    eigen(moved.parameters()) = parameters;
    Propagation propagation(moved);
    RowMatrix<double> g(net.size(), 1);
    loss_and_gradient(propagation, loss, view(X), view(T), view(g));
    return g;
  }
  RowMatrix<double> outputs(const RowMatrix<double>& parameters) const {
    Perceptron moved = net;
    eigen(moved.parameters()) = parameters;
    Propagation propagation(moved);
    propagation.forward(view(X));
    return eigen(propagation.outputs());
  }
};

const std::vector<std::vector<Index>> shapes = {{3, 2}, {4, 3, 2}, {3, 5, 4, 3}};

}  // namespace

TEST_CASE("a perceptron is the composition of its layers") {
  const Problem p({3, 4, 2});
  const Perceptron& n = p.net;
  RowMatrix<double> a = eigen(n.matrix(0)) * p.X;
  a.colwise() += Eigen::VectorXd(eigen(n.bias(0)));
  a = a.array().tanh();
  RowMatrix<double> z = eigen(n.matrix(1)) * a;
  z.colwise() += Eigen::VectorXd(eigen(n.bias(1)));
  CHECK((p.outputs(eigen(n.parameters())) - z).norm() < 1e-14);
  CHECK(n.size() == 4 * 4 + 2 * 5);
}

TEST_CASE("gradients and curvatures of a perceptron are those of finite differences") {
  for (const Activation activation : {Activation::tanh, Activation::relu, Activation::identity}) {
    for (const auto& widths : shapes) {
      const Problem p(widths, activation);
      CAPTURE(widths.size(), static_cast<int>(activation));
      const RowMatrix<double> theta = eigen(std::as_const(p.net).parameters());
      const RowMatrix<double> v = random_matrix<double>(p.net.size(), 1, 5);
      const double h = 1e-5;
      const RowMatrix<double> g = p.gradient(theta);
      CHECK((g.transpose() * v)(0, 0) ==
            Approx((p.value(theta + h * v) - p.value(theta - h * v)) / (2 * h)).epsilon(1e-6));
      RowMatrix<double> product(p.net.size(), 1);
      CurvatureOperator(Curvature::hessian, p.net, p.loss, view(p.X), view(p.T))
          .apply(view(v), view(product));
      const RowMatrix<double> difference =
          (p.gradient(theta + h * v) - p.gradient(theta - h * v)) / (2 * h);
      CHECK((product - difference).norm() < 1e-7 * (1 + difference.norm()));
    }
  }
}

TEST_CASE("the Gauss–Newton matrix is the mean of the curvatures between explicit Jacobians") {
  for (const auto& widths : shapes) {
    const Problem p(widths);
    CAPTURE(widths.size());
    const Index size = p.net.size();
    const Index m = p.T.rows();
    const RowMatrix<double> theta = eigen(std::as_const(p.net).parameters());
    const RowMatrix<double> Z = p.outputs(theta);
    RowMatrix<double> jacobian(m * 7, size);  // entry (i, j) of the outputs is row 7 i + j
    const double h = 1e-5;
    for (Index k = 0; k < size; ++k) {
      RowMatrix<double> step = RowMatrix<double>::Zero(size, 1);
      step(k, 0) = h;
      const RowMatrix<double> d = (p.outputs(theta + step) - p.outputs(theta - step)) / (2 * h);
      jacobian.col(k) = Eigen::Map<const Eigen::VectorXd>(d.data(), m * 7);
    }
    RowMatrix<double> weighted(m * 7, size);
    for (Index k = 0; k < size; ++k) {
      RowMatrix<double> column =
          Eigen::Map<const RowMatrix<double>>(Eigen::VectorXd(jacobian.col(k)).data(), m, 7);
      p.loss.curvature(view(Z), view(column));
      weighted.col(k) = Eigen::Map<const Eigen::VectorXd>(column.data(), m * 7);
    }
    const RowMatrix<double> expected = jacobian.transpose() * weighted / 7;
    const CurvatureOperator B(Curvature::gauss_newton, p.net, p.loss, view(p.X), view(p.T));
    RowMatrix<double> found(size, size);
    B.apply(view(RowMatrix<double>(RowMatrix<double>::Identity(size, size))), view(found));
    CHECK((found - expected).norm() < 1e-8 * expected.norm());
    CHECK(exact::trace(B) == Approx(expected.trace()).epsilon(1e-8));
    const auto estimate = trace(B, {.matvecs = 400});
    CHECK(std::abs(estimate.value - expected.trace()) < 6 * estimate.standard_error);
  }
}

TEST_CASE("the factors of one layer are the data's covariance and the mean curvature") {
  const Problem p({3, 4});
  Propagation propagation(p.net);
  propagation.forward(view(p.X));
  Factors factors(p.net);
  factors.add_inputs(propagation);
  factors.add_outputs(propagation, p.loss, OutputMatrix::gauss_newton, view(p.T), Stream{1}, 0);
  RowMatrix<double> Y(4, 4);
  factors.outputs(0, view(Y));
  RowMatrix<double> expected = RowMatrix<double>::Zero(4, 4);
  for (Index j = 0; j < 7; ++j) {
    const RowMatrix<double> z = eigen(propagation.outputs()).col(j).replicate(1, 4);
    RowMatrix<double> curvature = RowMatrix<double>::Identity(4, 4);
    p.loss.curvature(view(z), view(curvature));
    expected += curvature / 7;
  }
  CHECK((Y - expected).norm() < 1e-14);
  const RowMatrix<double> centred = p.X.colwise() - Eigen::VectorXd(p.X.rowwise().mean());
  CHECK((eigen(factors.inputs(0).covariance()) - centred * centred.transpose() / 7).norm() < 1e-13);
}

TEST_CASE(
    "a Fisher matrix is that of labels drawn from the model, an empirical one of the data's") {
  const Problem p({4, 3, 3});
  Propagation propagation(p.net);
  propagation.forward(view(p.X));
  const auto outputs = [&](OutputMatrix kind, Index batches, Index layer) {
    Factors factors(p.net);
    for (Index k = 0; k < batches; ++k) {
      factors.add_outputs(propagation, p.loss, kind, view(p.T), Stream{5}, 7 * k);
    }
    RowMatrix<double> Y(3, 3);
    factors.outputs(layer, view(Y));
    return Y;
  };
  for (const Index layer : {0, 1}) {
    const auto expected = outputs(OutputMatrix::gauss_newton, 1, layer);
    const auto fisher = outputs(OutputMatrix::fisher, 4000, layer);
    CHECK((fisher - expected).norm() < 0.05 * expected.norm());
    CHECK((outputs(OutputMatrix::empirical, 1, layer) - expected).norm() > 0.2 * expected.norm());
  }
}

TEST_CASE("a perceptron without layers, and batches of other widths, are refused") {
  CHECK_THAT(refusal<OptionError>([] { Perceptron({4}); }), Catch::Contains("1 widths"));
  CHECK_THAT(refusal<OptionError>([] { Perceptron({4, 0, 2}); }), Catch::Contains("width 0"));
  const Problem p({3, 4, 2});
  Propagation propagation(p.net);
  CHECK_THAT(refusal<ShapeError>([&] { propagation.forward({nullptr, 3, 0, 0}); }),
             Catch::Contains("no samples"));
  CHECK_THAT(
      refusal<ShapeError>([&] { propagation.forward(view(random_matrix<double>(4, 7, 1))); }),
      Catch::Contains("4 × 7") && Catch::Contains("3 × 7"));
}

TEST_CASE("what refers to a perceptron, a loss or a propagation takes no temporary") {
  STATIC_REQUIRE(std::is_constructible_v<Propagation, const Perceptron&>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Propagation, Perceptron>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Tangent, Propagation>);
  using Block = ConstBlockView<double>;
  STATIC_REQUIRE(std::is_constructible_v<CurvatureOperator, Curvature, const Perceptron&,
                                         const SoftmaxLoss&, Block, Block>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<CurvatureOperator, Curvature, Perceptron,
                                               const SoftmaxLoss&, Block, Block>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<CurvatureOperator, Curvature, const Perceptron&,
                                               SoftmaxLoss, Block, Block>);
  STATIC_REQUIRE(std::is_constructible_v<Descent, Perceptron&, const SoftmaxLoss&,
                                         const DescentOptions&, Stream>);
  STATIC_REQUIRE_FALSE(
      std::is_constructible_v<Descent, Perceptron&, SoftmaxLoss, const DescentOptions&, Stream>);
}
