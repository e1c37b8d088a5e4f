// K-FAC as steepest descent in a Frobenius-type inner product: exact cases and invariances.
#include <catch2/catch.hpp>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/gradient/curvature.hpp>
#include <isotrace/gradient/descent.hpp>
#include <isotrace/gradient/steepest_descent.hpp>

#include <Eigen/LU>

#include <lib/verify/reparametrised.hpp>
#include "support/random_matrix.hpp"

using namespace isotrace;
using namespace isotrace::gradient;
using namespace isotrace::test;

namespace {

struct Data {
  RowMatrix<double> X, T;
};

/// Inputs of unequal scales with a mean, and labels of which the first outputs are the more likely.
Data classes(Index n, Index m, Index samples) {
  Data data{random_matrix<double>(n, samples, 1), RowMatrix<double>::Zero(m, samples)};
  for (Index i = 0; i < n; ++i) data.X.row(i) = data.X.row(i) * (1.0 + double(i)) + data.X.row(0);
  data.X.array() += 0.5;
  for (Index j = 0; j < samples; ++j) {
    data.T((j * j) % (1 + j % m), j) = 1;
  }
  return data;
}

constexpr DescentOptions undamped = {
    .outputs = OutputMatrix::gauss_newton, .damping = 0, .memory = 0, .refresh = 1, .step = 0.5};

/// The outputs on X along ten steps of training from zero or the given parameters.
std::vector<RowMatrix<double>> trajectory(Perceptron net, const Loss& loss, const Data& data,
                                          LayerMetric metric) {
  DescentOptions options = undamped;
  options.metric = metric;
  if (metric == LayerMetric::euclidean || metric == LayerMetric::fisher) options.step = 0.05;
  Descent descent(net, loss, options, Stream{1});
  std::vector<RowMatrix<double>> outputs;
  for (int k = 0; k < 10; ++k) {
    descent.step(view(data.X), view(data.T));
    Propagation propagation(net);
    propagation.forward(view(data.X));
    outputs.emplace_back(eigen(propagation.outputs()));
  }
  return outputs;
}

double largest_gap(const std::vector<RowMatrix<double>>& a,
                   const std::vector<RowMatrix<double>>& b) {
  double gap = 0;
  for (std::size_t k = 0; k < a.size(); ++k)
    gap = std::max(gap, (a[k] - b[k]).norm() / a[k].norm());
  return gap;
}

/// softmax outputs sum up to a constant direction in which it has no curvature: logistic has none.
const LogisticLoss logistic;

}  // namespace

TEST_CASE("in the Mahalanobis metric training does not see a linear map of the inputs") {
  const Data data = classes(4, 3, 40);
  const RowMatrix<double> P =
      random_matrix<double>(4, 4, 7) + 3 * RowMatrix<double>::Identity(4, 4);
  const Data mapped{P * data.X, data.T};
  const Perceptron net({4, 3});
  for (const auto metric : {LayerMetric::mahalanobis, LayerMetric::kfac}) {
    CHECK(largest_gap(trajectory(net, logistic, data, metric),
                      trajectory(net, logistic, mapped, metric)) < 1e-9);
  }
  CHECK(largest_gap(trajectory(net, logistic, data, LayerMetric::euclidean),
                    trajectory(net, logistic, mapped, LayerMetric::euclidean)) > 0.1);
}

TEST_CASE("in the pair of covariance and Fisher matrix nor a change of the outputs' coordinates") {
  const Data data = classes(4, 3, 40);
  const RowMatrix<double> R =
      random_matrix<double>(3, 3, 8) + 3 * RowMatrix<double>::Identity(3, 3);
  const verify::Reparametrised changed(logistic, R);
  const Data other{data.X, changed.labels(view(data.T))};
  const Perceptron net({4, 3});
  const auto mapped = [&](LayerMetric metric) {
    auto outputs = trajectory(net, changed, other, metric);
    for (auto& z : outputs) z = changed.outputs(view(z));
    return outputs;
  };
  for (const auto metric : {LayerMetric::fisher, LayerMetric::kfac}) {
    CHECK(largest_gap(trajectory(net, logistic, data, metric), mapped(metric)) < 1e-9);
  }
  CHECK(largest_gap(trajectory(net, logistic, data, LayerMetric::mahalanobis),
                    mapped(LayerMetric::mahalanobis)) > 0.1);
}

TEST_CASE("for deep linear networks with the squared loss K-FAC is the inverse Fisher matrix") {
  // the Jacobians do not depend on the data, so each layer's block of the Fisher matrix is
  // E[(a, 1)(a, 1)ᵀ] ⊗ E[d dᵀ] exactly (F. Dangel et al., arXiv:2507.05127)
  Perceptron net({4, 3, 3}, Activation::identity);
  net.initialise(Stream{5});
  const Data data{classes(4, 3, 30).X, random_matrix<double>(3, 30, 3)};
  const SquaredLoss loss;
  const CurvatureOperator B(Curvature::gauss_newton, net, loss, view(data.X), view(data.T));
  const Index size = net.size();
  RowMatrix<double> fisher(size, size);
  B.apply(view(RowMatrix<double>(RowMatrix<double>::Identity(size, size))), view(fisher));
  RowMatrix<double> gradient(size, 1);
  Propagation propagation(net);
  loss_and_gradient(propagation, loss, view(data.X), view(data.T), view(gradient));
  const std::vector<Index> first = {0, 3 * 5, size};
  Perceptron moved = net;
  DescentOptions options = undamped;
  options.homogeneous = true;
  Descent descent(moved, loss, options, Stream{1});
  descent.step(view(data.X), view(data.T));
  for (Index l = 0; l < 2; ++l) {
    const Index count = first[l + 1] - first[l];
    const RowMatrix<double> block = fisher.block(first[l], first[l], count, count);
    const RowMatrix<double> expected =
        -block.fullPivLu().solve(gradient.middleRows(first[l], count));
    CHECK((eigen(descent.steepest()).middleRows(first[l], count) - expected).norm() <
          1e-9 * expected.norm());
  }
  // the last layer's block with its factors written out, of the mean and of the summed loss: the
  // curvature of ½‖z − t‖² is I, without a factor 2
  RowMatrix<double> a(4, 30);
  a << eigen(propagation.inputs(1)), RowMatrix<double>::Ones(1, 30);
  const RowMatrix<double> error = eigen(propagation.outputs()) - data.T;
  for (const double scale : {1.0 / 30, 1.0}) {
    const RowMatrix<double> G = scale * error * a.transpose();
    const RowMatrix<double> direction = -G * (scale * a * a.transpose()).inverse();
    CHECK((eigen(net.matrix(descent.steepest().data, 1)) - direction.leftCols(3)).norm() <
          1e-9 * direction.norm());
    CHECK((eigen(net.bias(descent.steepest().data, 1)) - direction.col(3)).norm() <
          1e-9 * direction.norm());
  }
}

TEST_CASE(
    "the centred metric's direction for the matrix is −Y⁻¹ G Cov(x), not the homogeneous one") {
  const Data data = classes(4, 3, 40);
  Perceptron net({4, 3});
  RowMatrix<double> gradient(net.size(), 1);
  Propagation propagation(net);
  loss_and_gradient(propagation, logistic, view(data.X), view(data.T), view(gradient));
  const RowMatrix<double> centred = data.X.colwise() - Eigen::VectorXd(data.X.rowwise().mean());
  const RowMatrix<double> C = centred * centred.transpose() / 40;
  const RowMatrix<double> G = eigen(net.matrix(view(std::as_const(gradient)).data, 0));
  const RowMatrix<double> g = eigen(net.bias(view(std::as_const(gradient)).data, 0));
  const RowMatrix<double> Y = RowMatrix<double>::Identity(3, 3) / 4;  // ℓ″ at z = 0
  const auto steepest = [&](bool homogeneous) {
    DescentOptions options = undamped;
    options.homogeneous = homogeneous;
    Perceptron moved = net;
    Descent descent(moved, logistic, options, Stream{1});
    descent.step(view(data.X), view(data.T));
    return RowMatrix<double>(eigen(net.matrix(descent.steepest().data, 0)));
  };
  const RowMatrix<double> separate = -Y.inverse() * G * C.inverse();
  const RowMatrix<double> coupled =
      -Y.inverse() * (G - g * data.X.rowwise().mean().transpose()) * C.inverse();
  CHECK((steepest(false) - separate).norm() < 1e-11 * separate.norm());
  CHECK((steepest(true) - coupled).norm() < 1e-9 * coupled.norm());
  CHECK((separate - coupled).norm() > 0.1 * coupled.norm());
}

TEST_CASE("a layer's norm in its data's metric is its average response to the data") {
  const Data data = classes(4, 3, 40);
  RunningMoments moments(4);
  moments.add(view(data.X));
  const RowMatrix<double> y = random_metric<double>(3, 4);
  const RowMatrix<double> S = random_matrix<double>(3, 4, 5);
  const CovarianceMetric X(damped_metric(moments.covariance(), 0));
  const double norm = exact::frobenius_norm(S, X, DenseMetric<double>(y));
  const RowMatrix<double> response =
      S * (data.X.colwise() - Eigen::VectorXd(data.X.rowwise().mean()));
  CHECK(norm * norm == Approx(response.cwiseProduct(y * response).sum() / 40));
}
