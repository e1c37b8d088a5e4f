// Steps of gradient descent: their lengths, momentum, and what is refused.
#include <catch2/catch.hpp>

#include <isotrace/gradient/descent.hpp>

#include <cmath>
#include <limits>

#include "support/random_matrix.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::gradient;
using namespace isotrace::test;

namespace {

const RowMatrix<double> inputs = random_matrix<double>(3, 50, 1);
const RowMatrix<double> targets = random_matrix<double>(2, 50, 2);
const SquaredLoss squared;

double loss_at(const Perceptron& net) {
  Propagation propagation(net);
  propagation.forward(view(inputs));
  return squared.total(propagation.outputs(), view(targets)) / 50;
}

}  // namespace

TEST_CASE("in the pair of the uncentred moments one step of the quadratic model is Newton's") {
  Perceptron net({3, 2});
  Descent descent(net, squared,
                  {.outputs = OutputMatrix::gauss_newton,
                   .homogeneous = true,
                   .damping = 0,
                   .rule = StepRule::quadratic},
                  Stream{1});
  descent.step(view(inputs), view(targets));
  CHECK(descent.length() == Approx(1));
  RowMatrix<double> extended(4, 50);
  extended << inputs, RowMatrix<double>::Ones(1, 50);
  const RowMatrix<double> solution =
      (extended * extended.transpose()).ldlt().solve(extended * targets.transpose()).transpose();
  CHECK((eigen(net.matrix(0)) - solution.leftCols(3)).norm() < 1e-12);
  CHECK((eigen(net.bias(0)) - solution.rightCols(1)).norm() < 1e-12);
}

TEST_CASE("a step is as long as its rule says") {
  const auto first_step = [](DescentOptions options) {
    options.metric = LayerMetric::euclidean;
    Perceptron net({3, 2});
    Descent descent(net, squared, options, Stream{1});
    const double before = descent.step(view(inputs), view(targets));
    CHECK(before == Approx(loss_at(Perceptron({3, 2}))));
    RowMatrix<double> moved = eigen(std::as_const(net).parameters());
    CHECK((moved - descent.length() * eigen(descent.direction())).norm() < 1e-15);
    return std::tuple(descent.length(), before, loss_at(net),
                      eigen(descent.steepest()).squaredNorm());
  };
  CHECK(std::get<0>(first_step({.step = 0.25})) == 0.25);
  const auto [armijo, before, after, slope] = first_step({.rule = StepRule::armijo, .step = 64});
  CHECK(armijo < 64);
  CHECK(after <= before - 1e-4 * armijo * slope);
  CHECK(std::log2(armijo) == std::round(std::log2(armijo)));
  // without damping the model of a quadratic loss is exact: no other length is better
  const auto [exact, start, least, rest] = first_step({.damping = 0, .rule = StepRule::quadratic});
  CHECK(least < std::get<2>(first_step({.step = 0.9 * exact})));
  CHECK(least < std::get<2>(first_step({.step = 1.1 * exact})));
}

TEST_CASE("momentum adds the last direction, unless that leads up") {
  Perceptron net({3, 2});
  Descent descent(net, squared, {.metric = LayerMetric::euclidean, .step = 0.01, .momentum = 0.5},
                  Stream{1});
  descent.step(view(inputs), view(targets));
  const RowMatrix<double> first = eigen(descent.direction());
  CHECK(first == eigen(descent.steepest()));
  descent.step(view(inputs), view(targets));
  const RowMatrix<double> expected = eigen(descent.steepest()) + 0.5 * first;
  CHECK((eigen(descent.direction()) - expected).norm() < 1e-15);
  Propagation propagation(net);
  propagation.forward(view(inputs));
  const RowMatrix<double> Z = eigen(propagation.outputs());
  descent.step(view(inputs), view(RowMatrix<double>(1.001 * Z - 0.001 * targets)));  // now up
  CHECK(eigen(descent.direction()) == eigen(descent.steepest()));
}

TEST_CASE("with momentum the quadratic rule is the method of conjugate gradients") {
  // a quadratic loss in a fixed metric: minima over δθ and the last step end after as many steps as
  // B has eigenvalues that differ, here 4 for inputs (x, 1)
  Perceptron net({3, 2});
  Descent descent(net, squared,
                  {.metric = LayerMetric::euclidean,
                   .damping = 0,
                   .rule = StepRule::quadratic,
                   .momentum = 0.9},
                  Stream{1});
  for (int k = 0; k < 4; ++k) descent.step(view(inputs), view(targets));
  const double after_four = loss_at(net);
  descent.step(view(inputs), view(targets));
  Perceptron slow({3, 2});
  Descent without(slow, squared,
                  {.metric = LayerMetric::euclidean, .damping = 0, .rule = StepRule::quadratic},
                  Stream{1});
  for (int k = 0; k < 200; ++k) without.step(view(inputs), view(targets));
  CHECK(after_four == Approx(loss_at(slow)).epsilon(1e-12));
  for (int k = 0; k < 200; ++k) CHECK(std::isfinite(descent.step(view(inputs), view(targets))));
}

TEST_CASE("every metric, damping, output matrix and rule lowers the loss of a deep perceptron") {
  for (const auto metric :
       {LayerMetric::euclidean, LayerMetric::mahalanobis, LayerMetric::fisher, LayerMetric::kfac}) {
    for (const auto kind : {Damping::plain, Damping::factored}) {
      for (const auto outputs :
           {OutputMatrix::fisher, OutputMatrix::empirical, OutputMatrix::gauss_newton}) {
        for (const bool homogeneous : {false, true}) {
          for (const auto rule : {StepRule::fixed, StepRule::armijo, StepRule::quadratic}) {
            Perceptron net({3, 4, 2});
            net.initialise(Stream{2});
            const double before = loss_at(net);
            Descent descent(net, squared,
                            {.metric = metric,
                             .outputs = outputs,
                             .homogeneous = homogeneous,
                             .damping_kind = kind,
                             .damping = 0.1,
                             .refresh = 3,
                             .rule = rule,
                             .step = 0.05},
                            Stream{1});
            for (int k = 0; k < 12; ++k) descent.step(view(inputs), view(targets));
            CAPTURE(int(metric), int(kind), int(outputs), homogeneous, int(rule));
            CHECK(loss_at(net) < 0.99 * before);
            CHECK(descent.products() > 0);
          }
        }
      }
    }
  }
}

TEST_CASE("a loss that is not finite is returned, and nothing is changed") {
  Perceptron net({3, 2});
  net.parameters()(0, 0) = 1e200;
  const RowMatrix<double> before = eigen(std::as_const(net).parameters());
  Descent descent(net, squared, {}, Stream{1});
  CHECK(std::isinf(descent.step(view(inputs), view(targets))));
  CHECK(eigen(std::as_const(net).parameters()) == before);
}

TEST_CASE("options and batches that descent cannot take are refused") {
  Perceptron net({3, 2});
  const auto refused = [&](const DescentOptions& options) {
    return refusal<OptionError>([&] { Descent(net, squared, options, Stream{1}); });
  };
  CHECK_THAT(refused({.damping = -1}), Catch::Contains("damping is -1"));
  CHECK_THAT(refused({.memory = 2}), Catch::Contains("memory"));
  CHECK_THAT(refused({.refresh = 0}), Catch::Contains("refresh is 0"));
  CHECK_THAT(refused({.step = std::numeric_limits<double>::quiet_NaN()}),
             Catch::Contains("step is nan"));
  CHECK_THAT(refused({.momentum = 1}), Catch::Contains("momentum is 1"));
  Descent descent(net, squared, {}, Stream{1});
  CHECK_THAT(refusal<ShapeError>([&] { descent.step(view(targets), view(targets)); }),
             Catch::Contains("2 × 50"));
  CHECK_THAT(refusal<ShapeError>([&] { descent.step(view(inputs), view(inputs)); }),
             Catch::Contains("3 × 50") && Catch::Contains("2 × 50"));
  // one sample has no covariance
  Descent singular(net, squared, {.metric = LayerMetric::mahalanobis, .damping = 0}, Stream{1});
  const RowMatrix<double> x = inputs.leftCols(1);
  const RowMatrix<double> t = targets.leftCols(1);
  CHECK_THAT(refusal<MetricError>([&] { singular.step(view(x), view(t)); }),
             Catch::Contains("pivot"));
}
