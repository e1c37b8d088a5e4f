// Running moments and the damping of factors.
#include <catch2/catch.hpp>

#include <isotrace/gradient/damping.hpp>
#include <isotrace/gradient/running_moments.hpp>

#include <limits>

#include "support/random_matrix.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::gradient;
using namespace isotrace::test;

namespace {

RowMatrix<double> covariance_of(const RowMatrix<double>& samples) {
  const RowMatrix<double> centred = samples.colwise() - Eigen::VectorXd(samples.rowwise().mean());
  return centred * centred.transpose() / static_cast<double>(samples.cols());
}

}  // namespace

TEST_CASE("moments of equal batches are those of all their samples, however far from the origin") {
  for (const double shift : {0.0, 1e6}) {
    const RowMatrix<double> samples =
        random_matrix<double>(4, 60, 1) + shift * RowMatrix<double>::Ones(4, 60);
    RunningMoments moments(4);
    for (Index k = 0; k < 6; ++k)
      moments.add(view(RowMatrix<double>(samples.middleCols(10 * k, 10))));
    CHECK(moments.batches() == 6);
    CHECK((eigen(moments.mean()) - samples.rowwise().mean()).norm() < 1e-15 * (1 + shift));
    CHECK((eigen(moments.covariance()) - covariance_of(samples)).norm() < 1e-9);
    if (shift > 0) continue;
    RowMatrix<double> second(4, 4), homogeneous(5, 5);
    moments.second_moment(view(second));
    moments.homogeneous_moment(view(homogeneous));
    RowMatrix<double> extended(5, 60);
    extended << samples, RowMatrix<double>::Ones(1, 60);
    CHECK((homogeneous - extended * extended.transpose() / 60).norm() < 1e-14);
    CHECK(second == homogeneous.topLeftCorner(4, 4));
  }
}

TEST_CASE("old batches are forgotten with the memory's powers") {
  RunningMoments moments(1, 0.5);
  double mean = 0;
  double square = 0;
  for (int k = 1; k <= 8; ++k) {
    RowMatrix<double> batch = random_matrix<double>(1, 3, k);
    moments.add(view(batch));
    const double weight = k == 1 ? 1 : 0.5;
    mean += weight * (batch.mean() - mean);
    square += weight * (batch.squaredNorm() / 3 - square);
  }
  CHECK(moments.mean()(0, 0) == Approx(mean));
  CHECK(moments.covariance()(0, 0) == Approx(square - mean * mean));
}

TEST_CASE("a batch that moments cannot take changes nothing") {
  RunningMoments moments(2);
  moments.add(view(random_matrix<double>(2, 5, 1)));
  const RowMatrix<double> before = eigen(moments.covariance());
  RowMatrix<double> broken = random_matrix<double>(2, 5, 2);
  broken(1, 3) = std::numeric_limits<double>::quiet_NaN();
  CHECK_THAT(refusal<NotFiniteError>([&] { moments.add(view(broken)); }),
             Catch::Contains("row 2") && Catch::Contains("sample 4"));
  CHECK_THAT(refusal<ShapeError>([&] { moments.add(view(random_matrix<double>(3, 5, 2))); }),
             Catch::Contains("3 × 5"));
  CHECK_THAT(refusal<ShapeError>([&] { moments.add({nullptr, 2, 0, 0}); }),
             Catch::Contains("sample"));
  CHECK(eigen(moments.covariance()) == before);
  CHECK(moments.batches() == 1);
  CHECK_THAT(refusal<OptionError>([] { RunningMoments(0); }), Catch::Contains("0"));
  CHECK_THAT(refusal<OptionError>([] { RunningMoments(2, 1.5); }), Catch::Contains("1.5"));
}

TEST_CASE("damping is shared so that each factor's mean eigenvalue balances the other's") {
  const RowMatrix<double> C = random_metric<double>(5, 1) * 100;
  const RowMatrix<double> Y = random_metric<double>(3, 2) / 100;
  const auto plain = factor_damping(Damping::plain, 0.3, view(C), view(Y));
  CHECK(plain.input == 0.3);
  CHECK(plain.output == 0.3);
  const auto factored = factor_damping(Damping::factored, 0.3, view(C), view(Y));
  CHECK(factored.input * factored.output == Approx(0.3));
  CHECK(factored.input / (C.trace() / 5) == Approx(factored.output / (Y.trace() / 3)));
  const RowMatrix<double> zero = RowMatrix<double>::Zero(3, 3);
  CHECK(std::isfinite(factor_damping(Damping::factored, 0.3, view(C), view(zero)).input));
  CHECK_THAT(refusal<OptionError>([&] { factor_damping(Damping::plain, -1, view(C), view(Y)); }),
             Catch::Contains("-1"));
  RowMatrix<double> e = RowMatrix<double>::Identity(5, 1), image(5, 1);
  damped_metric(view(C), 2).gram(view(e), view(image));
  CHECK((image - C.col(0) - 2 * e).norm() < 1e-13 * C.norm());
}
