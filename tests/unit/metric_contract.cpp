// What every metric promises, for every metric the library ships.
#include <catch2/catch.hpp>

#include <Eigen/LU>
#include <functional>
#include <memory>
#include <unsupported/Eigen/KroneckerProduct>

#include <isotrace/metric/metrics.hpp>

#include "support/metric_checks.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

/// A metric and the matrix V it stands for.
template <Scalar S>
struct Case {
  template <class M>
  Case(RowMatrix<S> matrix, M m)
      : v(std::move(matrix)),
        owner(std::make_shared<M>(std::move(m))),
        metric(*static_cast<const M*>(owner.get())) {}
  RowMatrix<S> v;
  std::shared_ptr<const void> owner;
  MetricRef<S> metric;
};

template <Scalar S>
Case<S> diagonal_case(Index n) {
  std::vector<Real<S>> weights(static_cast<std::size_t>(n));
  RowMatrix<S> v = RowMatrix<S>::Zero(n, n);
  for (Index i = 0; i < n; ++i) v(i, i) = weights[i] = Real<S>(0.5) + Real<S>(i % 7);
  return {v, DiagonalMetric<S>(weights)};
}

template <Scalar S>
Case<S> kronecker_case(Index n) {
  const Index first_size = n % 5 == 0 ? 5 : 1;
  const RowMatrix<S> first = random_metric<S>(first_size, 21);
  const auto second = random_sparse_metric<S>(n / first_size, 22);
  return {Eigen::kroneckerProduct(first, dense(second)).eval(),
          KroneckerMetric(DenseMetric<S>(first), SparseMetric<S>(second))};
}

/// Parts of unequal sizes; one part for n < 3.
template <Scalar S>
Case<S> direct_sum_case(Index n) {
  const Index first = n / 3;
  const auto b = random_sparse_metric<S>(n - first, 24);
  RowMatrix<S> v = RowMatrix<S>::Zero(n, n);
  v.bottomRightCorner(n - first, n - first) = dense(b);
  std::vector<AnyMetric<S>> parts;
  if (first > 0) {
    const RowMatrix<S> a = random_metric<S>(first, 23);
    v.topLeftCorner(first, first) = a;
    parts.emplace_back(DenseMetric<S>(a));
  }
  parts.emplace_back(SparseMetric<S>(b));
  return {v, DirectSumMetric<S>(parts)};
}

template <Scalar S>
Case<S> make_case(const std::string& kind, Index n) {
  if (kind == "Euclidean") return {identity<S>(n), EuclideanMetric<S>(n)};
  if (kind == "diagonal") return diagonal_case<S>(n);
  if (kind == "direct sum") return direct_sum_case<S>(n);
  if (kind == "Kronecker") return kronecker_case<S>(n);
  if (kind == "sparse") {
    const auto v = random_sparse_metric<S>(n, 5);
    return {dense(v), SparseMetric<S>(v)};
  }
  const RowMatrix<S> v = random_metric<S>(n, 3);
  if (kind == "covariance") return {v.inverse(), CovarianceMetric(DenseMetric<S>(v))};
  return {v, DenseMetric<S>(v)};
}

std::string any_kind() {
  return GENERATE(as<std::string>(), "Euclidean", "diagonal", "dense", "sparse", "Kronecker",
                  "covariance", "direct sum");
}

}  // namespace

TEMPLATE_TEST_CASE("a metric's Q is an isometry onto it", "[metric]", float, double,
                   std::complex<float>, std::complex<double>) {
  const std::string kind = any_kind();
  const Index n = GENERATE(1, 2, 7, 40, 150);
  CAPTURE(kind, n);
  const auto c = make_case<TestType>(kind, n);
  REQUIRE(isometry_gap<TestType>(c.metric, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a metric's Q times its adjoint is the inverse of V", "[metric]", float, double,
                   std::complex<float>, std::complex<double>) {
  const std::string kind = any_kind();
  const Index n = GENERATE(1, 2, 7, 40, 150);
  CAPTURE(kind, n);
  const auto c = make_case<TestType>(kind, n);
  REQUIRE(inverse_gap<TestType>(c.metric, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a metric's adjoint and inverse maps belong to its Q", "[metric]", float, double,
                   std::complex<float>, std::complex<double>) {
  const std::string kind = any_kind();
  const Index n = GENERATE(1, 2, 7, 40, 150);
  const Isometry which = GENERATE(Isometry::adjoint, Isometry::inverse, Isometry::inverse_adjoint);
  CAPTURE(kind, n);
  const auto c = make_case<TestType>(kind, n);
  REQUIRE(map_gap<TestType>(c.metric, which, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a metric's gram product is V times the block", "[metric]", float, double,
                   std::complex<float>, std::complex<double>) {
  const std::string kind = any_kind();
  const Index n = GENERATE(1, 2, 7, 40, 150);
  CAPTURE(kind, n);
  const auto c = make_case<TestType>(kind, n);
  REQUIRE(gram_gap<TestType>(c.metric, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a metric maps a strided block of any width and nothing beside it", "[metric]",
                   float, double, std::complex<float>, std::complex<double>) {
  const std::string kind = any_kind();
  const Index width = GENERATE(1, 7, 16, 37);
  const Isometry which =
      GENERATE(Isometry::forward, Isometry::adjoint, Isometry::inverse, Isometry::inverse_adjoint);
  CAPTURE(kind, width);
  const auto c = make_case<TestType>(kind, 40);
  REQUIRE(strided_map_gap<TestType>(c.metric, which, width) < tolerance<TestType>(40));
}

TEMPLATE_TEST_CASE("a metric's gram product works on strided blocks of any width", "[metric]",
                   float, double, std::complex<float>, std::complex<double>) {
  const std::string kind = any_kind();
  const Index width = GENERATE(1, 7, 16, 37);
  CAPTURE(kind, width);
  const auto c = make_case<TestType>(kind, 40);
  REQUIRE(strided_gram_gap<TestType>(c.metric, c.v, width) < tolerance<TestType>(40));
}
