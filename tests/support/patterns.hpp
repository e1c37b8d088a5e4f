#pragma once

#include <string>
#include <utility>
#include <vector>

#include "random_matrix.hpp"

namespace isotrace::test {

/// The edges of a graph of some kind with about n nodes, and their number.
struct Graph {
  Index nodes;
  std::vector<std::pair<Index, Index>> edges;
};

inline constexpr const char* graph_kinds[] = {"isolated", "tree",         "arrow", "grid",
                                              "random",   "disconnected", "full"};

inline Graph graph(const std::string& kind, Index n, std::mt19937_64& engine) {
  Graph g{n, {}};
  const auto any = [&](Index below) { return static_cast<Index>(engine() % below); };
  if (kind == "tree") {
    for (Index i = 1; i < n; ++i) g.edges.emplace_back(any(i), i);
  } else if (kind == "arrow") {
    for (Index i = 1; i < n; ++i) g.edges.emplace_back(0, i);
  } else if (kind == "grid" || kind == "disconnected") {
    Index side = 1;
    while ((side + 1) * (side + 1) <= n) ++side;
    for (Index i = 0; i < side * side; ++i) {
      const bool cut = kind == "disconnected" && (i / side + 1) % 3 == 0;
      if ((i + 1) % side != 0) g.edges.emplace_back(i, i + 1);
      if (i + side < side * side && !cut) g.edges.emplace_back(i, i + side);
    }
  } else if (kind == "random") {
    for (Index k = 0; n > 1 && k < 2 * n; ++k) {
      const Index i = any(n - 1);
      g.edges.emplace_back(i, i + 1 + any(n - 1 - i));
    }
  } else if (kind == "full") {
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < i; ++j) g.edges.emplace_back(j, i);
    }
  }
  return g;
}

/// The graph of a cube of nodes.
inline Graph cube(Index side) {
  Graph g{side * side * side, {}};
  for (Index i = 0; i < g.nodes; ++i) {
    if ((i + 1) % side != 0) g.edges.emplace_back(i, i + 1);
    if (i / side % side + 1 < side) g.edges.emplace_back(i, i + side);
    if (i + side * side < g.nodes) g.edges.emplace_back(i, i + side * side);
  }
  return g;
}

/// A Hermitian matrix with random entries at the edges, diagonally dominant by `margin`.
template <Scalar S>
Eigen::SparseMatrix<S, Eigen::RowMajor> dominant(const Graph& g, double margin,
                                                 std::mt19937_64& engine) {
  std::vector<Eigen::Triplet<S>> entries;
  for (Index i = 0; i < g.nodes; ++i) entries.emplace_back(i, i, S(margin));
  for (const auto& [i, j] : g.edges) {
    const S value = normal<S>(engine);
    const S size = std::abs(value);
    entries.emplace_back(i, j, value);
    entries.emplace_back(j, i, conjugate(value));
    entries.emplace_back(i, i, size);
    entries.emplace_back(j, j, size);
  }
  Eigen::SparseMatrix<S, Eigen::RowMajor> v(g.nodes, g.nodes);
  v.setFromTriplets(entries.begin(), entries.end());
  return v;
}

/// A general matrix with random entries on the pattern of v, each kept with this probability, and
/// `more` entries anywhere.
template <Scalar S, int Order>
Eigen::SparseMatrix<S, Order> general_on(const Eigen::SparseMatrix<S, Eigen::RowMajor>& v,
                                         double kept, Index more, std::mt19937_64& engine) {
  std::vector<Eigen::Triplet<S>> entries;
  const auto n = static_cast<std::uint64_t>(v.rows());
  for (Index i = 0; i < v.rows(); ++i) {
    for (typename Eigen::SparseMatrix<S, Eigen::RowMajor>::InnerIterator it(v, i); it; ++it) {
      if (std::uniform_real_distribution<double>()(engine) < kept) {
        entries.emplace_back(i, it.col(), normal<S>(engine));
      }
    }
  }
  for (Index k = 0; k < more; ++k) {
    entries.emplace_back(static_cast<Index>(engine() % n), static_cast<Index>(engine() % n),
                         normal<S>(engine));
  }
  Eigen::SparseMatrix<S, Order> a(v.rows(), v.cols());
  a.setFromTriplets(entries.begin(), entries.end());
  return a;
}

/// A metric without inverse_entries, so that exact values are computed by columns.
template <class M>
struct ByColumns {
  using Scalar = typename M::Scalar;
  M metric;
  Index dim() const { return metric.dim(); }
  void gram(ConstBlockView<Scalar> x, BlockView<Scalar> y) const { metric.gram(x, y); }
  void map(Isometry which, BlockView<Scalar> x) const { metric.map(which, x); }
};
template <class M>
ByColumns(M) -> ByColumns<M>;

}  // namespace isotrace::test
