// The layers' Frobenius-type inner products as one metric on the parameters.
#include <catch2/catch.hpp>

#include <isotrace/gradient/parameter_metric.hpp>
#include <isotrace/gradient/steepest_descent.hpp>
#include <isotrace/metric/covariance.hpp>
#include <isotrace/metric/dense.hpp>
#include <isotrace/metric/euclidean.hpp>

#include "support/random_matrix.hpp"

using namespace isotrace;
using namespace isotrace::gradient;
using namespace isotrace::test;

namespace {

struct Layers {
  Perceptron net{{3, 4, 2}};
  std::vector<RowMatrix<double>> C, Y;  // covariances of inputs, and matrices of outputs
  std::vector<AnyMetric<double>> inputs, outputs;

  Layers() {
    for (Index l = 0; l < net.layers(); ++l) {
      C.push_back(random_metric<double>(net.inputs(l), 10 + l));
      Y.push_back(random_metric<double>(net.outputs(l), 20 + l));
      inputs.emplace_back(CovarianceMetric(DenseMetric<double>(C.back())));
      outputs.emplace_back(DenseMetric<double>(Y.back()));
    }
  }
};

}  // namespace

TEST_CASE("the metric on parameters sums the layers' Frobenius-type inner products") {
  const Layers layers;
  const auto metric = parameter_metric(layers.net, layers.inputs, layers.outputs);
  REQUIRE(metric.dim() == layers.net.size());
  const RowMatrix<double> s = random_matrix<double>(layers.net.size(), 1, 1);
  const RowMatrix<double> t = random_matrix<double>(layers.net.size(), 1, 2);
  double expected = 0;
  for (Index l = 0; l < layers.net.layers(); ++l) {
    const auto& Y = layers.Y[static_cast<std::size_t>(l)];
    const auto S = eigen(layers.net.matrix(s.data(), l));
    const auto T = eigen(layers.net.matrix(t.data(), l));
    const auto& C = layers.C[static_cast<std::size_t>(l)];
    expected += (C * S.transpose() * Y * T).trace();
    expected += eigen(layers.net.bias(s.data(), l))
                    .col(0)
                    .dot(Y * eigen(layers.net.bias(t.data(), l)).col(0));
  }
  RowMatrix<double> Vt(t.rows(), 1);
  metric.gram(view(t), view(Vt));
  CHECK(s.col(0).dot(Vt.col(0)) == Approx(expected).epsilon(1e-12));
}

TEST_CASE("steepest descent in the metric on parameters is that of each layer") {
  const Layers layers;
  const auto metric = parameter_metric(layers.net, layers.inputs, layers.outputs);
  const RowMatrix<double> derivative = random_matrix<double>(layers.net.size(), 1, 3);
  const RowMatrix<double> all = steepest_descent(metric, derivative);
  for (Index l = 0; l < layers.net.layers(); ++l) {
    const auto k = static_cast<std::size_t>(l);
    const RowMatrix<double> G = eigen(layers.net.matrix(derivative.data(), l));
    const RowMatrix<double> g = eigen(layers.net.bias(derivative.data(), l));
    const RowMatrix<double> S = steepest_descent(layers.inputs[k], layers.outputs[k], G);
    const RowMatrix<double> b = steepest_descent(layers.outputs[k], g);
    CHECK((eigen(layers.net.matrix(all.data(), l)) - S).norm() < 1e-12 * S.norm());
    CHECK((eigen(layers.net.bias(all.data(), l)) - b).norm() < 1e-12 * b.norm());
  }
}

TEST_CASE("metrics that do not fit a perceptron's layers are refused with both numbers") {
  Layers layers;
  auto few = layers.inputs;
  few.pop_back();
  CHECK_THROWS_WITH(parameter_metric(layers.net, few, layers.outputs),
                    Catch::Contains("found 1 metrics of inputs, expected 2"));
  layers.outputs[1] = EuclideanMetric<double>(5);
  CHECK_THROWS_WITH(parameter_metric(layers.net, layers.inputs, layers.outputs),
                    Catch::Contains("outputs of layer 1 has 5 rows, expected 2"));
  CHECK_THROWS_AS(DirectSumMetric<double>({}), OptionError);
}
