#include <catch2/catch.hpp>

#include <isotrace/metric/dense.hpp>
#include <isotrace/metric/haar.hpp>

#include "support/metric_checks.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

template <Scalar S>
RowMatrix<S> matrix_of(const HaarIsometry<S>& isometry, Index n) {
  RowMatrix<S> m = identity<S>(n);
  isometry.apply(view(m));
  return m;
}

}  // namespace

TEMPLATE_TEST_CASE("a Haar isometry of a metric preserves its inner product", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 40);
  const RowMatrix<TestType> v = random_metric<TestType>(n, 30);
  const DenseMetric<TestType> metric(v);
  const auto m = matrix_of(HaarIsometry<TestType>(metric, {.seed = 4}, 2), n);
  REQUIRE(relative_gap<TestType>(m.adjoint() * v * m, v) < tolerance<TestType>(n));
}

TEST_CASE("a Haar isometry is addressed by its index") {
  const DenseMetric<double> metric(random_metric<double>(5, 30));
  REQUIRE(matrix_of(HaarIsometry<double>(metric, {.seed = 4}, 0), 5) ==
          matrix_of(HaarIsometry<double>(metric, {.seed = 4}, 0), 5));
}

TEST_CASE("Haar isometries of different indices differ") {
  const DenseMetric<double> metric(random_metric<double>(5, 30));
  REQUIRE(matrix_of(HaarIsometry<double>(metric, {.seed = 4}, 0), 5) !=
          matrix_of(HaarIsometry<double>(metric, {.seed = 4}, 1), 5));
}
