#include <catch2/catch.hpp>

#include <isotrace/metric/diagonal.hpp>
#include <isotrace/metric/euclidean.hpp>
#include <isotrace/metric/metrics.hpp>
#include <isotrace/metric/sparse.hpp>

#include <limits>

#include "support/metric_checks.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::test;
using Catch::Matchers::Contains;

namespace {

Eigen::SparseMatrix<double> sparse(const RowMatrix<double>& v) {
  return v.sparseView();
}

/// Symmetric of order 6 with eigenvalues 1, except that the pivot of row 5 is `pivot`.
RowMatrix<double> with_pivot(double pivot) {
  RowMatrix<double> v = identity<double>(6);
  v(4, 1) = v(1, 4) = 0.5;
  v(4, 4) = 0.25 + pivot;
  return v;
}

const double not_a_number = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("an empty dense metric is refused") {
  const RowMatrix<double> v(0, 0);
  REQUIRE_THAT(refusal<ShapeError>([&] { DenseMetric<double>{v}; }), Contains("0 x 0"));
}

TEST_CASE("an empty sparse metric is refused") {
  const Eigen::SparseMatrix<double> v(0, 0);
  REQUIRE_THAT(refusal<ShapeError>([&] { SparseMetric<double>{v}; }), Contains("0 x 0"));
}

TEST_CASE("a diagonal metric without weights is refused") {
  REQUIRE_THAT(refusal<ShapeError>([] { DiagonalMetric<double>{{}}; }), Contains("0 x 0"));
}

TEST_CASE("a Euclidean metric of dimension zero is refused") {
  REQUIRE_THAT(refusal<ShapeError>([] { EuclideanMetric<double>{0}; }), Contains("is 0"));
}

TEST_CASE("a dense metric that is not square is refused with both numbers") {
  const RowMatrix<double> v = random_matrix<double>(3, 4, 1);
  REQUIRE_THAT(refusal<ShapeError>([&] { DenseMetric<double>{v}; }),
               Contains("3 rows and 4 columns"));
}

TEST_CASE("a sparse metric that is not square is refused with both numbers") {
  const auto v = random_sparse<double>(3, 4, 2, 1);
  REQUIRE_THAT(refusal<ShapeError>([&] { SparseMetric<double>{v}; }),
               Contains("3 rows and 4 columns"));
}

TEST_CASE("one NaN in a dense metric is refused with its place") {
  RowMatrix<double> v = random_metric<double>(6, 1);
  v(1, 4) = not_a_number;
  REQUIRE_THAT(refusal<NotFiniteError>([&] { DenseMetric<double>{v}; }),
               Contains("(2, 5)") && Contains("nan"));
}

TEST_CASE("an infinity in a sparse metric is refused with its place") {
  RowMatrix<double> v = random_metric<double>(6, 1);
  v(3, 0) = -infinity;
  REQUIRE_THAT(refusal<NotFiniteError>([&] { SparseMetric<double>{sparse(v)}; }),
               Contains("(4, 1)") && Contains("-inf"));
}

TEST_CASE("a NaN in an imaginary part is refused") {
  using S = std::complex<double>;
  RowMatrix<S> v = random_metric<S>(4, 1);
  v(2, 1) = S(1.0, not_a_number);
  REQUIRE_THAT(refusal<NotFiniteError>([&] { DenseMetric<S>{v}; }), Contains("(3, 2)"));
}

TEST_CASE("a NaN among diagonal weights is refused with its row") {
  REQUIRE_THAT(refusal<NotFiniteError>([] { DiagonalMetric<double>{{1.0, not_a_number}}; }),
               Contains("(2, 2)") && Contains("nan"));
}

TEST_CASE("a weight that is not positive is refused with its row and value") {
  REQUIRE_THAT(refusal<MetricError>([] { DiagonalMetric<double>{{1.0, 2.0, -0.5}}; }),
               Contains("row 3") && Contains("-0.5"));
}

TEST_CASE("a zero weight is refused") {
  REQUIRE_THAT(refusal<MetricError>([] { DiagonalMetric<double>{{0.0, 2.0}}; }), Contains("row 1"));
}

TEST_CASE("a dense metric that is not symmetric is refused with the entry and both values") {
  RowMatrix<double> v = identity<double>(5);
  v(3, 1) = 0.25;
  v(1, 3) = 0.125;
  REQUIRE_THAT(refusal<MetricError>([&] { DenseMetric<double>{v}; }),
               Contains("(4, 2) is 0.25") && Contains("(2, 4) is 0.125"));
}

TEST_CASE("a sparse metric with only one triangle is refused with the entry and both values") {
  RowMatrix<double> v = identity<double>(5);
  v(3, 1) = 0.25;
  REQUIRE_THAT(refusal<MetricError>([&] { SparseMetric<double>{sparse(v)}; }),
               Contains("(4, 2)") && Contains("0.25") && Contains("is 0,"));
}

TEST_CASE("a complex symmetric metric is not Hermitian") {
  using S = std::complex<double>;
  RowMatrix<S> v = identity<S>(3);
  v(1, 0) = v(0, 1) = S(0.0, 0.5);
  REQUIRE_THAT(refusal<MetricError>([&] { DenseMetric<S>{v}; }),
               Contains("not Hermitian") && Contains("(2, 1) is 0+0.5i"));
}

TEST_CASE("an imaginary diagonal entry is not Hermitian") {
  using S = std::complex<double>;
  RowMatrix<S> v = identity<S>(3);
  v(2, 2) = S(1.0, 0.5);
  REQUIRE_THAT(
      refusal<MetricError>([&] { SparseMetric<S>{Eigen::SparseMatrix<S>(v.sparseView())}; }),
      Contains("(3, 3) is 1+0.5i"));
}

TEST_CASE("asymmetry is measured against the rows' own scale") {
  RowMatrix<double> v = Eigen::Vector3d(1e-12, 1e-12, 1.0).asDiagonal();
  v(1, 0) = 1e-20;
  REQUIRE_THAT(refusal<MetricError>([&] { DenseMetric<double>{v}; }),
               Contains("not symmetric") && Contains("(2, 1)"));
}

TEST_CASE("an indefinite dense metric is refused with its pivot, value and bound") {
  REQUIRE_THAT(refusal<MetricError>([] { DenseMetric<double>{with_pivot(-0.5)}; }),
               Contains("not positive definite") && Contains("row 5") && Contains("-0.5"));
}

TEST_CASE("an indefinite sparse metric is refused with its pivot and value") {
  RowMatrix<double> v = identity<double>(6);
  v(4, 4) = -0.5;
  REQUIRE_THAT(refusal<MetricError>([&] { SparseMetric<double>{sparse(v)}; }),
               Contains("not positive definite") && Contains("row 5") && Contains("-0.5"));
}

TEST_CASE("a zero pivot of a sparse metric is refused as numerically singular") {
  RowMatrix<double> v = identity<double>(4);
  v(0, 1) = v(1, 0) = 1.0;
  REQUIRE_THAT(refusal<MetricError>([&] { SparseMetric<double>{sparse(v)}; }),
               Contains("numerically singular") && Contains("is 0,"));
}

TEST_CASE("a missing diagonal entry of a sparse metric is refused with its row") {
  RowMatrix<double> v = identity<double>(4);
  v(2, 2) = 0.0;
  REQUIRE_THAT(refusal<MetricError>([&] { SparseMetric<double>{sparse(v)}; }), Contains("row 3"));
}

TEST_CASE("a nearly singular dense metric is refused with its pivot and bound") {
  REQUIRE_THAT(refusal<MetricError>([] { DenseMetric<double>{with_pivot(1e-15)}; }),
               Contains("numerically singular") && Contains("row 5") && Contains("3.33067e-15"));
}

TEST_CASE("a nearly singular sparse metric is refused") {
  RowMatrix<double> v(2, 2);
  v << 1.0, 1.0, 1.0, 1.0 + 1e-15;
  REQUIRE_THAT(refusal<MetricError>([&] { SparseMetric<double>{sparse(v)}; }),
               Contains("numerically singular") && Contains("10 n eps"));
}

TEST_CASE("a pivot just above the bound is accepted") {
  REQUIRE_NOTHROW(DenseMetric<double>(with_pivot(1e-14)));
}

TEST_CASE("a sparse pivot just above the bound is accepted") {
  RowMatrix<double> v(2, 2);
  v << 1.0, 1.0, 1.0, 1.0 + 1e-14;
  REQUIRE_NOTHROW(SparseMetric<double>(sparse(v)));
}

TEST_CASE("a block of the wrong height is refused with both numbers") {
  const DenseMetric<double> metric(random_metric<double>(4, 1));
  RowMatrix<double> x = random_matrix<double>(3, 2, 1);
  REQUIRE_THAT(refusal<ShapeError>([&] { metric.map(Isometry::forward, view(x)); }),
               Contains("3 rows") && Contains("dimension 4"));
}

TEST_CASE("composed metrics refuse blocks of the wrong shape") {
  const KroneckerMetric kronecker(EuclideanMetric<double>(2), EuclideanMetric<double>(3));
  const CovarianceMetric covariance{EuclideanMetric<double>(6)};
  RowMatrix<double> low = random_matrix<double>(4, 2, 1);
  RowMatrix<double> wide = random_matrix<double>(6, 4, 1);
  RowMatrix<double> narrow = random_matrix<double>(6, 2, 1);
  const auto check = [&](const auto& metric) {
    REQUIRE_THAT(refusal<ShapeError>([&] { metric.map(Isometry::forward, view(low)); }),
                 Contains("4 rows") && Contains("expected 6"));
    REQUIRE_THAT(refusal<ShapeError>([&] { metric.gram(view(wide), view(narrow)); }),
                 Contains("4 and 2 columns"));
  };
  check(kronecker);
  check(covariance);
}
