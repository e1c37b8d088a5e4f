#include <catch2/catch.hpp>

#include <unsupported/Eigen/KroneckerProduct>

#include <isotrace/metric/dense.hpp>
#include <isotrace/metric/kronecker.hpp>
#include <isotrace/metric/sparse.hpp>

#include "support/metric_checks.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

/// A dense first factor and a sparse second one, against their explicit Kronecker product.
template <Scalar S>
struct Case {
  explicit Case(Index n)
      : Case(random_metric<S>(first_size(n), 21), random_sparse_metric<S>(n / first_size(n), 22)) {}
  Case(const RowMatrix<S>& first, const Eigen::SparseMatrix<S>& second)
      : v(Eigen::kroneckerProduct(first, dense(second)).eval()),
        metric(DenseMetric<S>(first), SparseMetric<S>(second)) {}
  static Index first_size(Index n) { return n % 5 == 0 ? 5 : 1; }
  RowMatrix<S> v;
  KroneckerMetric<DenseMetric<S>, SparseMetric<S>> metric;
};

}  // namespace

TEMPLATE_TEST_CASE("a Kronecker metric's Q is an isometry onto it", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 40, 150);
  const Case<TestType> c(n);
  REQUIRE(isometry_gap<TestType>(c.metric, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a Kronecker metric's Q times its adjoint is the inverse of V", "", float,
                   double, std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 40, 150);
  const Case<TestType> c(n);
  REQUIRE(inverse_gap<TestType>(c.metric, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a Kronecker metric's adjoint and inverse maps belong to its Q", "", float,
                   double, std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 40, 150);
  const Isometry which = GENERATE(Isometry::adjoint, Isometry::inverse, Isometry::inverse_adjoint);
  const Case<TestType> c(n);
  REQUIRE(map_gap<TestType>(c.metric, which, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a Kronecker metric's gram product is V times the block", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 40, 150);
  const Case<TestType> c(n);
  REQUIRE(gram_gap<TestType>(c.metric, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a Kronecker metric maps a strided block of any width and nothing beside it", "",
                   float, double, std::complex<float>, std::complex<double>) {
  const Index width = GENERATE(1, 7, 16, 37);
  const Isometry which =
      GENERATE(Isometry::forward, Isometry::adjoint, Isometry::inverse, Isometry::inverse_adjoint);
  const Case<TestType> c(40);
  REQUIRE(strided_map_gap<TestType>(c.metric, which, width) < tolerance<TestType>(40));
}

TEMPLATE_TEST_CASE("a Kronecker metric's gram product works on strided blocks of any width", "",
                   float, double, std::complex<float>, std::complex<double>) {
  const Index width = GENERATE(1, 7, 16, 37);
  const Case<TestType> c(40);
  REQUIRE(strided_gram_gap<TestType>(c.metric, c.v, width) < tolerance<TestType>(40));
}
