// (4.1) – (4.6): directions of steepest descent, against the linear system that they solve.
#include <catch2/catch.hpp>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/gradient/steepest_descent.hpp>
#include <isotrace/metric/dense.hpp>
#include <isotrace/metric/diagonal.hpp>
#include <isotrace/metric/euclidean.hpp>
#include <isotrace/metric/sparse.hpp>
#include <isotrace/trace/trace.hpp>

#include <Eigen/LU>

#include "support/random_matrix.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::gradient;
using namespace isotrace::test;

namespace {

/// Metrics on ℝ⁶ of every kind, with their matrices.
template <Scalar S>
std::vector<std::pair<AnyMetric<S>, RowMatrix<S>>> metrics() {
  const RowMatrix<S> dense = random_metric<S>(6, 1);
  const RowMatrix<S> covariance = random_metric<S>(6, 2);
  const RowMatrix<S> first = random_metric<S>(2, 3);
  const RowMatrix<S> second = random_metric<S>(3, 4);
  Eigen::Matrix<S, Eigen::Dynamic, 1> weights = random_matrix<S>(6, 1, 5).cwiseAbs();
  weights.array() += S(0.5);
  RowMatrix<S> band = RowMatrix<S>::Identity(6, 6) * S(3);
  for (Index i = 0; i < 5; ++i) band(i, i + 1) = band(i + 1, i) = -1;
  RowMatrix<S> product(6, 6);
  for (Index i = 0; i < 6; ++i) {
    for (Index j = 0; j < 6; ++j) product(i, j) = first(i / 3, j / 3) * second(i % 3, j % 3);
  }
  return {{EuclideanMetric<S>(6), RowMatrix<S>::Identity(6, 6)},
          {DiagonalMetric<S>(weights), weights.asDiagonal()},
          {DenseMetric<S>(dense), dense},
          {SparseMetric<S>(Eigen::SparseMatrix<S>(band.sparseView())), band},
          {KroneckerMetric(DenseMetric<S>(first), DenseMetric<S>(second)), product},
          {CovarianceMetric(DenseMetric<S>(covariance)), covariance.inverse()}};
}

/// Entry (i, j) as row i n + j of a vector.
template <Scalar S>
RowMatrix<S> stacked(const RowMatrix<S>& m) {
  return Eigen::Map<const RowMatrix<S>>(m.data(), m.size(), 1);
}

}  // namespace

TEMPLATE_TEST_CASE("a direction of steepest descent minimises the quadratic model (4.1)", "", float,
                   double) {
  using S = TestType;
  const double close = std::is_same_v<S, float> ? 1e-4 : 1e-12;
  const RowMatrix<S> G = random_matrix<S>(6, 6, 7);
  for (const auto& [metric_x, x] : metrics<S>()) {
    for (const auto& [metric_y, y] : metrics<S>()) {
      const RowMatrix<S> d = steepest_descent(metric_x, metric_y, G);
      // (4.5): Gᵀ + X⁻¹δSᵀY = 0
      const RowMatrix<S> residual = G.transpose() + x.inverse() * d.transpose() * y;
      CHECK(residual.norm() < close * G.norm() * 50);
      // the vectorised system: (Y ⊗ X⁻¹) vec δS = −vec G
      const auto theta = frobenius_metric(metric_x, metric_y);
      RowMatrix<S> gram(36, 1);
      theta.gram(view(stacked(d)), view(gram));
      CHECK((gram + stacked(G)).norm() < close * G.norm() * 50);
      CHECK((steepest_descent(theta, stacked(G)) - stacked(d)).norm() < close * d.norm() * 50);
      // (4.1) along random directions: the derivative of the model is zero
      const RowMatrix<S> H = random_matrix<S>(6, 6, 9);
      const double slope = double((G.transpose() * H).trace()) +
                           double((x.inverse() * d.transpose() * y * H).trace());
      CHECK(std::abs(slope) < close * G.norm() * H.norm() * 50);  // (4.4)
    }
  }
}

TEST_CASE("the metric of matrices inverts an inverse covariance, too") {
  const RowMatrix<double> c = random_metric<double>(3, 1);
  const RowMatrix<double> y = random_metric<double>(2, 2);
  const RowMatrix<double> G = random_matrix<double>(2, 3, 3);
  const CovarianceMetric X(DenseMetric<double>{c});
  const DenseMetric<double> Y(y);
  const RowMatrix<double> expected = -y.inverse() * G * c.inverse();
  CHECK((steepest_descent(X, Y, G) - expected).norm() < 1e-12 * expected.norm());
  CHECK((steepest_descent(frobenius_metric(X, Y), stacked(G)) - stacked(expected)).norm() <
        1e-12 * expected.norm());
}

TEST_CASE("the derivative of a rectangular map has the outputs' rows and the inputs' columns") {
  const RowMatrix<double> x = random_metric<double>(5, 1);
  const RowMatrix<double> y = random_metric<double>(2, 2);
  const RowMatrix<double> G = random_matrix<double>(2, 5, 3);
  const DenseMetric<double> X(x), Y(y);
  const RowMatrix<double> expected = -y.inverse() * G * x;
  CHECK((steepest_descent(X, Y, G) - expected).norm() < 1e-12 * expected.norm());
  RowMatrix<double> in_place = G;
  steepest_descent<double>(X, Y, view(std::as_const(in_place)), view(in_place));
  CHECK((in_place - expected).norm() < 1e-12 * expected.norm());
  CHECK_THAT(refusal<ShapeError>([&] { steepest_descent(Y, X, G); }),
             Catch::Contains("2 × 5") && Catch::Contains("5 × 2"));
  CHECK_THAT(refusal<ShapeError>([&] { steepest_descent(Y, G.transpose()); }),
             Catch::Contains("5") && Catch::Contains("2"));
}

TEST_CASE("the Frobenius-type inner product is a metric that the estimators take") {
  const RowMatrix<double> x = random_metric<double>(3, 1);
  const RowMatrix<double> y = random_metric<double>(4, 2);
  const auto theta = frobenius_metric(DenseMetric<double>(x), DenseMetric<double>(y));
  const RowMatrix<double> a = random_metric<double>(12, 3);
  RowMatrix<double> gram(12, 12);
  theta.gram(view(RowMatrix<double>(RowMatrix<double>::Identity(12, 12))), view(gram));
  const double expected = (gram.inverse() * a).trace();
  CHECK(exact::metric_trace(a, theta) == Approx(expected));
  const RowMatrix<double> s = random_matrix<double>(4, 3, 5);
  CHECK((stacked(s).transpose() * gram * stacked(s))(0, 0) ==
        Approx((x.inverse() * s.transpose() * y * s).trace()));
  const auto estimate = metric_trace(a, theta, {.matvecs = 4000});
  CHECK(std::abs(estimate.value - expected) < 6 * estimate.standard_error);
}
