#include <catch2/catch.hpp>

#include <isotrace/metric/sparse.hpp>

#include <algorithm>
#include <numeric>

#include <lib/linalg/sparse_cholesky/ordering.hpp>
#include <lib/linalg/sparse_cholesky/supernodes.hpp>
#include "support/metric_checks.hpp"
#include "support/patterns.hpp"

using namespace isotrace;
using namespace isotrace::test;

namespace {

using Matrix = Eigen::SparseMatrix<double, Eigen::RowMajor>;
using Edges = std::vector<std::pair<Index, Index>>;

/// A diagonally dominant symmetric matrix with −1 at the edges.
Matrix graph(Index n, const Edges& edges) {
  std::vector<Eigen::Triplet<double>> entries;
  for (Index i = 0; i < n; ++i) entries.emplace_back(i, i, 1.0);
  for (const auto& [i, j] : edges) {
    entries.emplace_back(i, j, -1.0);
    entries.emplace_back(j, i, -1.0);
    entries.emplace_back(i, i, 1.0);
    entries.emplace_back(j, j, 1.0);
  }
  Matrix v(n, n);
  v.setFromTriplets(entries.begin(), entries.end());
  return v;
}

Edges grid(Index side, Index offset = 0) {
  Edges edges;
  for (Index i = 0; i < side * side; ++i) {
    if ((i + 1) % side != 0) edges.emplace_back(offset + i, offset + i + 1);
    if (i + side < side * side) edges.emplace_back(offset + i, offset + i + side);
  }
  return edges;
}

Matrix sample(const std::string& kind) {
  Edges edges;
  if (kind == "diagonal") return graph(30, edges);
  if (kind == "arrow") {
    for (Index i = 1; i < 30; ++i) edges.emplace_back(0, i);
    return graph(30, edges);
  }
  if (kind == "chain") {
    for (Index i = 1; i < 30; ++i) edges.emplace_back(i - 1, i);
    return graph(30, edges);
  }
  if (kind == "dense") {
    for (Index i = 0; i < 30; ++i) {
      for (Index j = 0; j < i; ++j) edges.emplace_back(i, j);
    }
    return graph(30, edges);
  }
  if (kind == "grid") return graph(400, grid(20));
  edges = grid(9);  // two grids, two lone rows between them
  const Edges second = grid(7, 83);
  edges.insert(edges.end(), second.begin(), second.end());
  return graph(132, edges);
}

detail::Pattern pattern_of(const Matrix& v) {
  return {v.outerIndexPtr(), v.innerIndexPtr(), v.rows()};
}

/// Nonzeros of each column of L by elimination on a dense pattern.
std::vector<int> dense_counts(const Matrix& v, const detail::Order& order) {
  const Index n = v.rows();
  Eigen::Matrix<bool, Eigen::Dynamic, Eigen::Dynamic> l(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) l(i, j) = v.coeff(order[i], order[j]) != 0;
  }
  std::vector<int> counts;
  for (Index k = 0; k < n; ++k) {
    counts.push_back(1);
    for (Index i = k + 1; i < n; ++i) {
      if (!l(i, k)) continue;
      ++counts.back();
      for (Index j = k + 1; j < n; ++j) l(i, j) = l(i, j) || l(j, k);
    }
  }
  return counts;
}

std::string any_kind() {
  return GENERATE(as<std::string>(), "diagonal", "arrow", "chain", "dense", "grid", "disconnected");
}

}  // namespace

TEST_CASE("column counts are those of elimination") {
  const std::string kind = any_kind();
  CAPTURE(kind);
  const Matrix v = sample(kind);
  detail::Order reversed(static_cast<std::size_t>(v.rows()));
  std::iota(reversed.rbegin(), reversed.rend(), 0);
  for (const auto& order : {reversed, detail::minimum_degree(pattern_of(v))}) {
    const detail::Elimination e = detail::eliminate(pattern_of(v), order);
    CHECK(e.counts == dense_counts(v, e.order));
    CHECK(detail::factor_nonzeros(e) ==
          std::accumulate(e.counts.begin(), e.counts.end(), std::int64_t{0}));
  }
}

TEST_CASE("supernodes cover every column once, with children before parents") {
  const std::string kind = any_kind();
  CAPTURE(kind);
  const Matrix v = sample(kind);
  const auto s = detail::supernodes(pattern_of(v), detail::fill_reducing(pattern_of(v)), 8);
  detail::Order sorted = s.order;
  std::sort(sorted.begin(), sorted.end());
  for (Index i = 0; i < v.rows(); ++i) REQUIRE(sorted[i] == i);
  REQUIRE(s.first.front() == 0);
  REQUIRE(s.first.back() == v.rows());
  for (int k = 0; k < s.size(); ++k) {
    REQUIRE(s.width(k) > 0);
    REQUIRE((s.parent[k] < 0 || s.parent[k] > k));
    REQUIRE(std::is_sorted(s.rows_of(k), s.rows_of(k) + s.height(k)));
    for (int j = 0; j < s.width(k); ++j) REQUIRE(s.rows_of(k)[j] == s.first[k] + j);
    if (s.height(k) == s.width(k)) {
      REQUIRE(s.parent[k] < 0);
    } else {
      const int below = s.rows_of(k)[s.width(k)];
      REQUIRE(below >= s.first[s.parent[k]]);
      REQUIRE(below < s.first[s.parent[k] + 1]);
    }
  }
}

TEST_CASE("supernodes hold every nonzero of the factor") {
  const std::string kind = any_kind();
  CAPTURE(kind);
  const Matrix v = sample(kind);
  const auto s = detail::supernodes(pattern_of(v), detail::fill_reducing(pattern_of(v)), 8);
  const std::vector<int> counts = dense_counts(v, s.order);
  for (int k = 0; k < s.size(); ++k) {
    for (int j = 0; j < s.width(k); ++j) REQUIRE(s.height(k) - j >= counts[s.first[k] + j]);
  }
}

TEST_CASE("a dense matrix is one supernode, a diagonal one stays as narrow as it is") {
  const Matrix full = sample("dense");
  CHECK(detail::supernodes(pattern_of(full), detail::fill_reducing(pattern_of(full)), 8).size() ==
        1);
  const Matrix thin = sample("diagonal");
  CHECK(detail::supernodes(pattern_of(thin), detail::fill_reducing(pattern_of(thin)), 8).size() ==
        30);
}

TEST_CASE("both orders are orders of all rows") {
  const std::string kind = any_kind();
  CAPTURE(kind);
  const Matrix v = sample(kind);
  for (auto order :
       {detail::minimum_degree(pattern_of(v)), detail::nested_dissection(pattern_of(v))}) {
    CHECK(detail::eliminate(pattern_of(v), order).counts ==
          dense_counts(v, detail::eliminate(pattern_of(v), order).order));
    std::sort(order.begin(), order.end());
    REQUIRE(static_cast<Index>(order.size()) == v.rows());
    for (Index i = 0; i < v.rows(); ++i) REQUIRE(order[i] == i);
  }
}

TEST_CASE("a matrix that takes long to eliminate is ordered by the better of two orders") {
  const Graph edges = cube(36);
  const Matrix solid = graph(edges.nodes, edges.edges);
  const auto pattern = pattern_of(solid);
  const auto degree = detail::eliminate(pattern, detail::minimum_degree(pattern));
  const auto plane = sample("grid");
  CHECK(detail::worth_dissecting(pattern, degree));
  CHECK_FALSE(
      detail::worth_dissecting(pattern_of(plane), detail::fill_reducing(pattern_of(plane))));
  const auto chosen = detail::factor_operations(detail::fill_reducing(pattern));
  const auto dissected = detail::eliminate(pattern, detail::nested_dissection(pattern));
  CHECK(chosen ==
        std::min(detail::factor_operations(degree), detail::factor_operations(dissected)));
}

TEST_CASE("a sparse metric of every structure is an isometry") {
  const std::string kind = any_kind();
  CAPTURE(kind);
  const Matrix v = sample(kind);
  const SparseMetric<double> metric(v);
  CHECK(isometry_gap<double>(metric, dense(v)) < tolerance<double>(v.rows()));
  CHECK(inverse_gap<double>(metric, dense(v)) < tolerance<double>(v.rows()));
}
