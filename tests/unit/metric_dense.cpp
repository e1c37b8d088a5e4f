#include <catch2/catch.hpp>

#include <isotrace/metric/dense.hpp>

#include "support/metric_checks.hpp"

using namespace isotrace;
using namespace isotrace::test;

TEMPLATE_TEST_CASE("a dense metric reads a column-major matrix as a row-major one", "", float,
                   double, std::complex<float>, std::complex<double>) {
  const RowMatrix<TestType> v = random_metric<TestType>(7, 3);
  const ColMatrix<TestType> by_columns = v;
  REQUIRE(map_matrix<TestType>(DenseMetric<TestType>(by_columns), Isometry::forward) ==
          map_matrix<TestType>(DenseMetric<TestType>(v), Isometry::forward));
}

TEST_CASE("a dense metric reads a block of a larger matrix by its stride") {
  RowMatrix<double> storage = random_matrix<double>(9, 12, 4);
  const RowMatrix<double> v = random_metric<double>(6, 5);
  storage.block(1, 2, 6, 6) = v;
  const DenseMetric<double> metric(storage.block(1, 2, 6, 6));
  REQUIRE(isometry_gap<double>(metric, v) < tolerance<double>(6));
}

TEST_CASE("a badly scaled diagonal is no reason to refuse a dense metric") {
  const RowMatrix<double> v = Eigen::Vector4d(1e-12, 1e12, 1.0, 1e-6).asDiagonal();
  REQUIRE(isometry_gap<double>(DenseMetric<double>(v), v) < tolerance<double>(4));
}

TEST_CASE("a dense metric survives the matrix it was made from") {
  auto v = std::make_unique<RowMatrix<double>>(random_metric<double>(7, 3));
  const RowMatrix<double> copy = *v;
  const DenseMetric<double> metric(*v);
  v->setZero();
  v.reset();
  REQUIRE(gram_gap<double>(metric, copy) < tolerance<double>(7));
}
