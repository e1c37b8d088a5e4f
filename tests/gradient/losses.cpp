// The losses of section 4 against finite differences, and against labels drawn from the model.
#include <catch2/catch.hpp>

#include <isotrace/core/error.hpp>
#include <isotrace/gradient/loss.hpp>

#include <cmath>
#include <memory>

#include "support/random_matrix.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::gradient;
using namespace isotrace::test;

namespace {

struct NamedLoss {
  const char* name;
  std::shared_ptr<const Loss> loss;
};

std::vector<NamedLoss> losses() {
  return {{"squared", std::make_shared<SquaredLoss>()},
          {"logistic", std::make_shared<LogisticLoss>()},
          {"softmax", std::make_shared<SoftmaxLoss>()}};
}

/// Outputs and labels that the loss may have: one label a column, drawn from the model.
struct Sample {
  RowMatrix<double> Z, T;
  Sample(const Loss& loss, Index m, Index b, unsigned seed)
      : Z(2 * random_matrix<double>(m, b, seed)), T(m, b) {
    loss.draw(view(std::as_const(Z)), Stream{seed}, 0, view(T));
  }
};

double total(const Loss& loss, const RowMatrix<double>& Z, const RowMatrix<double>& T) {
  return loss.total(view(Z), view(T));
}
RowMatrix<double> derivative(const Loss& loss, const RowMatrix<double>& Z,
                             const RowMatrix<double>& T) {
  RowMatrix<double> D(Z.rows(), Z.cols());
  loss.derivative(view(Z), view(T), view(D));
  return D;
}
RowMatrix<double> curvature(const Loss& loss, const RowMatrix<double>& Z, RowMatrix<double> V) {
  loss.curvature(view(Z), view(V));
  return V;
}
/// ℓ″(z) of one sample.
RowMatrix<double> curvature_matrix(const Loss& loss, const RowMatrix<double>& z) {
  const Index m = z.rows();
  return curvature(loss, z.replicate(1, m), RowMatrix<double>::Identity(m, m));
}

}  // namespace

TEST_CASE("the derivatives of a loss are those of its values") {
  for (const auto& [name, loss] : losses()) {
    CAPTURE(name);
    const Sample sample(*loss, 4, 3, 5);
    const RowMatrix<double> V = random_matrix<double>(4, 3, 6);
    const double h = 1e-5;
    const RowMatrix<double> up = sample.Z + h * V;
    const RowMatrix<double> down = sample.Z - h * V;
    const RowMatrix<double> D = derivative(*loss, sample.Z, sample.T);
    CHECK(D.cwiseProduct(V).sum() ==
          Approx((total(*loss, up, sample.T) - total(*loss, down, sample.T)) / (2 * h))
              .epsilon(1e-7));
    const RowMatrix<double> difference =
        (derivative(*loss, up, sample.T) - derivative(*loss, down, sample.T)) / (2 * h);
    CHECK((curvature(*loss, sample.Z, V) - difference).norm() < 1e-8 * (1 + difference.norm()));
  }
}

TEST_CASE("the total of a loss is that of its definition, and is finite far out") {
  RowMatrix<double> Z(3, 2), T(3, 2);
  Z << 1, 800, -2, -800, 0.5, 3;
  T << 0, 1, 1, 0, 0, 0;
  CHECK(SquaredLoss().total(view(Z), view(T)) == Approx(0.5 * (Z - T).squaredNorm()));
  const auto logistic = [](double z, double t) { return std::log1p(std::exp(z)) - t * z; };
  CHECK(LogisticLoss().total(view(Z), view(T)) ==
        Approx(logistic(1, 0) + logistic(-2, 1) + logistic(0.5, 0) + 0 + 0 + logistic(3, 0)));
  CHECK(SoftmaxLoss().total(view(Z), view(T)) ==
        Approx(std::log(std::exp(1) + std::exp(-2) + std::exp(0.5)) + 2));
  // far out: the loss of the likely label keeps its digits, and probabilities their sum
  RowMatrix<double> z(1, 1), t(1, 1);
  z << 40;
  t << 1;
  CHECK(LogisticLoss().total(view(z), view(t)) == Approx(std::exp(-40)));
  RowMatrix<double> equal = RowMatrix<double>::Constant(3, 1, 1e17);
  RowMatrix<double> first(3, 1), mu(3, 1);
  first << 1, 0, 0;
  CHECK(SoftmaxLoss().total(view(equal), view(first)) == Approx(std::log(3)));
  SoftmaxLoss().mean(view(equal), view(mu));
  CHECK(mu.sum() == Approx(1));
  for (const auto& [name, loss] : losses()) {
    CAPTURE(name);
    CHECK(derivative(*loss, Z, T).allFinite());
    CHECK(curvature(*loss, Z, T).allFinite());
  }
}

TEST_CASE("a root of the curvature has its square, and the curvature is the labels' covariance") {
  for (const auto& [name, loss] : losses()) {
    CAPTURE(name);
    const Index m = 3;
    const RowMatrix<double> z = random_matrix<double>(m, 1, 8);
    const RowMatrix<double> expected = curvature_matrix(*loss, z);
    RowMatrix<double> root(m, m);
    for (Index k = 0; k < m; ++k) {
      RowMatrix<double> column(m, 1);
      loss->curvature_root(view(z), k, view(column));
      root.col(k) = column;
    }
    CHECK((root * root.transpose() - expected).norm() < 1e-14);
    // 200 000 labels: the entries of their covariance have standard errors below 3.2e-3
    const Index count = 200'000;
    const RowMatrix<double> Z = z.replicate(1, count);
    RowMatrix<double> T(m, count);
    loss->draw(view(Z), Stream{3}, 0, view(T));
    RowMatrix<double> mean(m, 1);
    loss->mean(view(z), view(mean));
    const RowMatrix<double> centred = T.colwise() - Eigen::VectorXd(mean.col(0));
    CHECK(centred.rowwise().mean().cwiseAbs().maxCoeff() < 5 * 2.3e-3);
    const RowMatrix<double> covariance = centred * centred.transpose() / double(count);
    CHECK((covariance - expected).cwiseAbs().maxCoeff() < 5 * 3.2e-3);
    // a label depends on its number alone
    RowMatrix<double> some(m, 10);
    loss->draw(view(RowMatrix<double>(Z.leftCols(10))), Stream{3}, 70, view(some));
    CHECK(some == T.middleCols(70, 10));
  }
}

TEST_CASE(
    "blocks of another shape, and columns that a root has not, are refused with both numbers") {
  RowMatrix<double> Z = RowMatrix<double>::Zero(3, 2);
  RowMatrix<double> T = RowMatrix<double>::Zero(2, 2);
  for (const auto& [name, loss] : losses()) {
    CAPTURE(name);
    CHECK_THAT(refusal<ShapeError>(
                   [&, &l = loss] { l->total(view(std::as_const(Z)), view(std::as_const(T))); }),
               Catch::Contains("2 × 2") && Catch::Contains("3 × 2"));
    CHECK_THAT(refusal<OptionError>(
                   [&, &l = loss] { l->curvature_root(view(std::as_const(Z)), 3, view(Z)); }),
               Catch::Contains("0 to 2"));
  }
}
