#include <catch2/catch.hpp>

#include <isotrace/metric/sparse.hpp>

#include "support/metric_checks.hpp"

using namespace isotrace;
using namespace isotrace::test;

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
