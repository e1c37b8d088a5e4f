#include <catch2/catch.hpp>

#include <isotrace/metric/sparse.hpp>

#include "support/metric_checks.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

template <Scalar S>
struct Case {
  explicit Case(Index n) : sparse(random_sparse_metric<S>(n, 5)), v(sparse), metric(sparse) {}
  Eigen::SparseMatrix<S> sparse;
  RowMatrix<S> v;
  SparseMetric<S> metric;
};

}  // namespace

TEMPLATE_TEST_CASE("a sparse metric's Q is an isometry onto it", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 40, 150);
  const Case<TestType> c(n);
  REQUIRE(isometry_gap<TestType>(c.metric, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a sparse metric's Q times its adjoint is the inverse of V", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 40, 150);
  const Case<TestType> c(n);
  REQUIRE(inverse_gap<TestType>(c.metric, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a sparse metric's adjoint and inverse maps belong to its Q", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 40, 150);
  const Isometry which = GENERATE(Isometry::adjoint, Isometry::inverse, Isometry::inverse_adjoint);
  const Case<TestType> c(n);
  REQUIRE(map_gap<TestType>(c.metric, which, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a sparse metric's gram product is V times the block", "", float, double,
                   std::complex<float>, std::complex<double>) {
  const Index n = GENERATE(1, 2, 7, 40, 150);
  const Case<TestType> c(n);
  REQUIRE(gram_gap<TestType>(c.metric, c.v) < tolerance<TestType>(n));
}

TEMPLATE_TEST_CASE("a sparse metric maps a strided block of any width and nothing beside it", "",
                   float, double, std::complex<float>, std::complex<double>) {
  const Index width = GENERATE(1, 7, 16, 37);
  const Isometry which =
      GENERATE(Isometry::forward, Isometry::adjoint, Isometry::inverse, Isometry::inverse_adjoint);
  const Case<TestType> c(40);
  REQUIRE(strided_map_gap<TestType>(c.metric, which, width) < tolerance<TestType>(40));
}

TEMPLATE_TEST_CASE("a sparse metric's gram product works on strided blocks of any width", "", float,
                   double, std::complex<float>, std::complex<double>) {
  const Index width = GENERATE(1, 7, 16, 37);
  const Case<TestType> c(40);
  REQUIRE(strided_gram_gap<TestType>(c.metric, c.v, width) < tolerance<TestType>(40));
}

TEMPLATE_TEST_CASE("a sparse metric reads a row-major matrix as a column-major one", "", float,
                   double, std::complex<float>, std::complex<double>) {
  const auto v = random_sparse_metric<TestType>(40, 5);
  const Eigen::SparseMatrix<TestType, Eigen::RowMajor> by_rows = v;
  REQUIRE(map_matrix<TestType>(SparseMetric<TestType>(by_rows), Isometry::forward) ==
          map_matrix<TestType>(SparseMetric<TestType>(v), Isometry::forward));
}

TEMPLATE_TEST_CASE("a sparse and a dense metric of one matrix have the same gram product", "",
                   float, double, std::complex<float>, std::complex<double>) {
  const auto v = random_sparse_metric<TestType, Eigen::RowMajor>(150, 6);
  REQUIRE(gram_gap<TestType>(SparseMetric<TestType>(v), dense(v)) < tolerance<TestType>(150));
}

TEST_CASE("an arrow matrix whose natural order fills completely keeps its nonzeros") {
  const Index n = 60;
  Eigen::SparseMatrix<double> v(n, n);
  std::vector<Eigen::Triplet<double>> entries;
  for (Index i = 0; i < n; ++i) entries.emplace_back(i, i, i == 0 ? n : 2.0);
  for (Index i = 1; i < n; ++i) {
    entries.emplace_back(0, i, 0.5);
    entries.emplace_back(i, 0, 0.5);
  }
  v.setFromTriplets(entries.begin(), entries.end());
  REQUIRE(SparseMetric<double>(v).factor_nonzeros() == 2 * n - 1);
}

TEST_CASE("a badly scaled diagonal is no reason to refuse a sparse metric") {
  Eigen::SparseMatrix<double> v(4, 4);
  const double weights[] = {1e-12, 1e12, 1.0, 1e-6};
  for (int i = 0; i < 4; ++i) v.insert(i, i) = weights[i];
  v.makeCompressed();
  REQUIRE(isometry_gap<double>(SparseMetric<double>(v), dense(v)) < tolerance<double>(4));
}
