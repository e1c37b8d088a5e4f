#include <catch2/catch.hpp>

#include <isotrace/gradient/damping.hpp>
#include <isotrace/gradient/descent.hpp>
#include <isotrace/gradient/steepest_descent.hpp>
#include <isotrace/metric/euclidean.hpp>

#include <Eigen/LU>

#include "support/planted.hpp"

// Mistakes in section 4, as in verify_power.cpp.

using namespace planted;

namespace {

using Matrix = RowMatrix<double>;

/// Plants a mistake, which must fail these checks of section 4.
void require_caught(const std::function<void(GradientImplementation&)>& plant,
                    const char* checks = "section-4") {
  REQUIRE(passes({}, {checks}));
  Implementations mistaken;
  plant(mistaken.real.gradient);
  CHECK_FALSE(passes(mistaken, {checks}));
}

/// What K-FAC makes a layer's direction of: the derivative by (S, b), and the factors C of the
/// inputs (a, 1) and Y of the outputs.
struct Layer {
  Matrix G, C, Y;
};

/// Replaces the layers' directions in the homogeneous coordinate by direction(layer).
void change_kfac(GradientImplementation& g, const std::function<Matrix(const Layer&)>& direction) {
  g.first_direction = [direction, right = g.first_direction](
                          const gradient::Perceptron& net, const gradient::Loss& loss,
                          const gradient::DescentOptions& options, ConstBlockView<double> X,
                          ConstBlockView<double> T, BlockView<double> out) {
    if (!options.homogeneous) {
      right(net, loss, options, X, T, out);
      return;
    }
    gradient::Propagation propagation(net);
    Matrix gradient(net.size(), 1);
    loss_and_gradient(propagation, loss, X, T, view(gradient));
    gradient::Factors factors(net);
    factors.add_inputs(propagation);
    factors.add_outputs(propagation, loss, options.outputs, T, Stream{}, 0);
    for (Index l = 0; l < net.layers(); ++l) {
      const Index n = net.inputs(l) + 1;
      const Index m = net.outputs(l);
      Layer layer{Matrix(m, n), Matrix(n, n), Matrix(m, m)};
      layer.G << eigen(net.matrix(gradient.data(), l)), eigen(net.bias(gradient.data(), l));
      factors.inputs(l).homogeneous_moment(view(layer.C));
      factors.outputs(l, view(layer.Y));
      const Matrix changed = direction(layer);
      eigen(net.matrix(out.data, l)) = changed.leftCols(n - 1);
      eigen(net.bias(out.data, l)) = changed.rightCols(1);
    }
  };
}

/// Plants a mistake in K-FAC's directions. That its hand-made layers have none without it is
/// checked with direction −Y⁻¹GC⁻¹.
void require_kfac_caught(const std::function<Matrix(const Layer&)>& direction) {
  Implementations right;
  change_kfac(right.real.gradient, [](const Layer& layer) {
    return Matrix(-layer.Y.inverse() * layer.G * layer.C.inverse());
  });
  REQUIRE(passes(right, {"section-4-kfac"}));
  require_caught([&](GradientImplementation& g) { change_kfac(g, direction); }, "section-4-kfac");
}

/// Replaces the options of descents: change(options).
void change_options(GradientImplementation& g,
                    const std::function<void(gradient::DescentOptions&)>& change) {
  g.first_direction = [change, right = g.first_direction](
                          const gradient::Perceptron& net, const gradient::Loss& loss,
                          gradient::DescentOptions options, ConstBlockView<double> X,
                          ConstBlockView<double> T, BlockView<double> direction) {
    change(options);
    right(net, loss, options, X, T, direction);
  };
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

TEST_CASE("Kronecker factors that are exchanged are caught") {
  // C ⊗ Y on derivatives by rows, whose matrix is Y ⊗ C
  require_kfac_caught([](const Layer& layer) {
    const Index m = layer.G.rows();
    const Index n = layer.G.cols();
    Matrix F(n * m, n * m);
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < n; ++j) F.block(i * m, j * m, m, m) = layer.C(i, j) * layer.Y;
    }
    const Matrix stacked = Eigen::Map<const Matrix>(layer.G.data(), n * m, 1);
    const Matrix solved = -F.inverse() * stacked;
    return Matrix(Eigen::Map<const Matrix>(solved.data(), m, n));
  });
}

TEST_CASE("the outputs' matrix in place of its inverse is caught") {
  require_kfac_caught(
      [](const Layer& layer) { return Matrix(-layer.Y * layer.G * layer.C.inverse()); });
}

TEST_CASE("a factor 2 in the Fisher matrix is caught") {
  // as of ‖z − t‖² without ½
  require_kfac_caught([](const Layer& layer) {
    return Matrix(-(2 * layer.Y).inverse() * layer.G * layer.C.inverse());
  });
}

TEST_CASE("centred moments in K-FAC's homogeneous coordinate are caught") {
  require_kfac_caught([](const Layer& layer) {
    const Index n = layer.C.cols() - 1;
    Matrix C = layer.C;
    C.topLeftCorner(n, n) -= C.col(n).head(n) * C.row(n).head(n);
    C.col(n).head(n).setZero();
    C.row(n).head(n).setZero();
    return Matrix(-layer.Y.inverse() * layer.G * C.inverse());
  });
}

TEST_CASE("a summed gradient beside averaged moments is caught") {
  require_kfac_caught([](const Layer& layer) {
    return Matrix(-64 * layer.Y.inverse() * layer.G * layer.C.inverse());
  });
}

TEST_CASE("a descent without the inputs' metric is caught") {
  require_caught(
      [](GradientImplementation& g) {
        change_options(g, [](gradient::DescentOptions& options) {
          options.metric = gradient::LayerMetric::euclidean;
        });
      },
      "section-4-input-maps");
}

TEST_CASE("a descent without the outputs' metric is caught") {
  require_caught(
      [](GradientImplementation& g) {
        change_options(g, [](gradient::DescentOptions& options) {
          options.metric = gradient::LayerMetric::mahalanobis;
        });
      },
      "section-4-output-maps");
}

TEST_CASE("damping that is no re-parametrised matrix is caught") {
  require_caught(
      [](GradientImplementation& g) {
        change_options(g, [](gradient::DescentOptions& options) { options.damping = 1e-3; });
      },
      "section-4-output-maps");
}

TEST_CASE("an outputs' metric of the labels' own coordinates is caught") {
  // mean ℓ″ of the logistic loss, whatever the loss
  require_caught(
      [](GradientImplementation& g) {
        g.first_direction = [right = g.first_direction](
                                const gradient::Perceptron& net, const gradient::Loss& loss,
                                gradient::DescentOptions options, ConstBlockView<double> X,
                                ConstBlockView<double> T, BlockView<double> direction) {
          if (options.metric != gradient::LayerMetric::kfac) {
            right(net, loss, options, X, T, direction);
            return;
          }
          options.metric = gradient::LayerMetric::mahalanobis;
          right(net, loss, options, X, T, direction);
          gradient::Propagation propagation(net);
          propagation.forward(X);
          gradient::Factors factors(net);
          factors.add_outputs(propagation, gradient::LogisticLoss(), options.outputs, T, Stream{},
                              0);
          Matrix Y(net.outputs(0), net.outputs(0));
          factors.outputs(0, view(Y));
          const auto S = net.matrix(direction.data, 0);
          const auto b = net.bias(direction.data, 0);
          eigen(S) = (Y.inverse() * eigen(S)).eval();
          eigen(b) = (Y.inverse() * eigen(b)).eval();
        };
      },
      "section-4-output-maps");
}
