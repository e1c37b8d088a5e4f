#include <catch2/catch.hpp>

#include <isotrace/gradient/damping.hpp>
#include <isotrace/gradient/steepest_descent.hpp>
#include <isotrace/metric/euclidean.hpp>

#include <Eigen/LU>

#include "support/planted.hpp"

// Mistakes in section 4, as in verify_power.cpp.

using namespace planted;

namespace {

using Matrix = RowMatrix<double>;

/// Plants a mistake, which must fail the checks of section 4.
void require_caught(const std::function<void(GradientImplementation&)>& plant) {
  REQUIRE(passes({}, {"section-4"}));
  Implementations mistaken;
  plant(mistaken.real.gradient);
  CHECK_FALSE(passes(mistaken, {"section-4"}));
}

}  // namespace

TEST_CASE("a transposed derivative is caught") {
  require_caught([](GradientImplementation& g) {
    g.steepest_descent = [right = g.steepest_descent](
                             const Space<double>& X, const Space<double>& Y,
                             ConstBlockView<double> G, BlockView<double> direction) {
      // as far as it has that shape
      const Index k = std::min(G.rows, G.cols);
      Matrix wrong = eigen(G);
      wrong.topLeftCorner(k, k).transposeInPlace();
      right(X, Y, view(wrong), direction);
    };
  });
}

TEST_CASE("the inverse of the inputs' metric in its place is caught") {
  require_caught([](GradientImplementation& g) {
    g.steepest_descent = [](const Space<double>& X, const Space<double>& Y,
                            ConstBlockView<double> G, BlockView<double> direction) {
      Matrix solved = eigen(G).transpose();
      X.metric.map(Isometry::adjoint, view(solved));
      X.metric.map(Isometry::forward, view(solved));
      const Matrix wrong = solved.transpose();
      const EuclideanMetric<double> plain(X.dim());
      gradient::steepest_descent<double>(plain, Y.metric, view(wrong), direction);
    };
  });
}

TEST_CASE("an uncentred covariance of the inputs is caught") {
  require_caught([](GradientImplementation& g) {
    g.input_covariance = [](ConstBlockView<double> samples, BlockView<double> C) {
      eigen(C) = eigen(samples) * eigen(samples).transpose() / static_cast<double>(samples.cols);
    };
  });
}

TEST_CASE("the data's labels in place of the model's are caught") {
  require_caught([](GradientImplementation& g) {
    g.output_fisher = [](gradient::Propagation& propagation, const gradient::Loss& loss,
                         ConstBlockView<double> T, const Stream&, Index, BlockView<double> Y) {
      Matrix D(T.rows, T.cols);
      loss.derivative(propagation.outputs(), T, view(D));
      eigen(Y) = D * D.transpose() / static_cast<double>(T.cols);
    };
  });
}

TEST_CASE("a Fisher matrix of which only the diagonal is there is caught") {
  require_caught([](GradientImplementation& g) {
    g.output_fisher = [right = g.output_fisher](gradient::Propagation& propagation,
                                                const gradient::Loss& loss,
                                                ConstBlockView<double> T, const Stream& stream,
                                                Index first, BlockView<double> Y) {
      right(propagation, loss, T, stream, first, Y);
      eigen(Y) = Matrix(eigen(Y).diagonal().asDiagonal());
    };
  });
}

TEST_CASE("the same noise for every batch's labels is caught") {
  require_caught([](GradientImplementation& g) {
    g.output_fisher = [right = g.output_fisher](
                          gradient::Propagation& propagation, const gradient::Loss& loss,
                          ConstBlockView<double> T, const Stream& stream, Index,
                          BlockView<double> Y) { right(propagation, loss, T, stream, 0, Y); };
  });
}

TEST_CASE("damping after the inversion is caught") {
  require_caught([](GradientImplementation& g) {
    g.damped_solve = [](ConstBlockView<double> C, double lambda, ConstBlockView<double> right,
                        BlockView<double> x) {
      const Matrix inverse = Matrix(eigen(C)).inverse();
      eigen(x) = inverse * eigen(right) + lambda * eigen(right);
    };
  });
}
