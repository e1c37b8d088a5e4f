#include "elimination.hpp"

#include <algorithm>
#include <numeric>

#include "tree.hpp"

namespace isotrace::detail {
namespace {

/// Liu's algorithm for the elimination tree: row k becomes the parent of the roots of the subtrees
/// that contain its entries left of the diagonal. `ancestor` compresses the paths.
std::vector<int> elimination_tree(Pattern pattern, const Order& order,
                                  const std::vector<int>& position) {
  const int n = static_cast<int>(pattern.size);
  std::vector<int> parent(n, -1), ancestor(n, -1);
  for (int k = 0; k < n; ++k) {
    for (int e = pattern.outer[order[k]]; e < pattern.outer[order[k] + 1]; ++e) {
      int i = position[pattern.inner[e]];
      while (i >= 0 && i < k) {
        const int next = ancestor[i];
        ancestor[i] = k;
        if (next < 0) parent[i] = k;
        i = next;
      }
    }
  }
  return parent;
}

/// The skeleton of the rows' subtrees. Row i of L has nonzeros in a subtree of the elimination tree
/// with root i, whose leaves are entries of row i of the matrix: j is one if no earlier entry is a
/// descendant of j. (J. R. Gilbert, E. G. Ng, B. W. Peyton, SIAM J. Matrix Anal. Appl. 15, 1075,
/// 1994.)
class RowSubtrees {
 public:
  explicit RowSubtrees(const std::vector<int>& parent)
      : first_descendant_(parent.size()), leaf_(parent.size(), -1), ancestor_(parent.size()) {
    std::iota(first_descendant_.begin(), first_descendant_.end(), 0);
    std::iota(ancestor_.begin(), ancestor_.end(), 0);
    for (std::size_t j = 0; j < parent.size(); ++j) {
      if (parent[j] < 0) continue;
      int& first = first_descendant_[parent[j]];
      first = std::min(first, first_descendant_[j]);
    }
  }

  /// Whether column j is a leaf of the subtree of row i, given all entries before it.
  bool is_leaf(int i, int j) const { return first_descendant_[j] > leaf_[i]; }
  /// Makes j the latest leaf of row i. Returns the common ancestor of j and the leaf before; −1 if
  /// there was none.
  int meeting(int i, int j) {
    const int before = leaf_[i];
    leaf_[i] = j;
    return before < 0 ? -1 : root(before);
  }
  void joins(int j, int parent) { ancestor_[j] = parent; }

 private:
  /// The root of the tree of the columns joined so far, with path compression.
  int root(int j) {
    int top = j;
    while (ancestor_[top] != top) top = ancestor_[top];
    while (ancestor_[j] != top) {
      const int next = ancestor_[j];
      ancestor_[j] = top;
      j = next;
    }
    return top;
  }

  std::vector<int> first_descendant_;
  std::vector<int> leaf_;  // the latest of each row
  std::vector<int> ancestor_;
};

/// Nonzeros per column of L, the columns in postorder. Each leaf of row i starts a path up to where
/// it meets the path of the leaf before; a column's count is the sum of the paths through it.
std::vector<int> column_counts(Pattern pattern, const Elimination& e) {
  const int n = static_cast<int>(pattern.size);
  const std::vector<int> position = inverse(e.order);
  RowSubtrees subtrees(e.parent);
  std::vector<int> counts(n, 1);
  for (const int above : e.parent) {
    if (above >= 0) counts[above] = 0;
  }
  for (int j = 0; j < n; ++j) {
    if (e.parent[j] >= 0) --counts[e.parent[j]];
    for (int at = pattern.outer[e.order[j]]; at < pattern.outer[e.order[j] + 1]; ++at) {
      const int i = position[pattern.inner[at]];
      if (i <= j || !subtrees.is_leaf(i, j)) continue;
      ++counts[j];
      const int meeting = subtrees.meeting(i, j);
      if (meeting >= 0) --counts[meeting];
    }
    if (e.parent[j] >= 0) subtrees.joins(j, e.parent[j]);
  }
  for (int j = 0; j < n; ++j) {
    if (e.parent[j] >= 0) counts[e.parent[j]] += counts[j];
  }
  return counts;
}

}  // namespace

std::vector<int> inverse(const Order& order) {
  std::vector<int> position(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) position[order[k]] = static_cast<int>(k);
  return position;
}

Elimination eliminate(Pattern pattern, const Order& order) {
  const std::size_t n = order.size();
  const std::vector<int> tree = elimination_tree(pattern, order, inverse(order));
  const std::vector<int> nodes = postorder(tree, std::vector<std::int64_t>(n, 0));
  const std::vector<int> place = inverse(nodes);
  Elimination out;
  out.order.resize(n);
  out.parent.resize(n);
  for (std::size_t k = 0; k < n; ++k) {
    out.order[k] = order[nodes[k]];
    out.parent[k] = tree[nodes[k]] < 0 ? -1 : place[tree[nodes[k]]];
  }
  out.counts = column_counts(pattern, out);
  return out;
}

std::int64_t factor_nonzeros(const Elimination& elimination) {
  return std::accumulate(elimination.counts.begin(), elimination.counts.end(), std::int64_t{0});
}

double factor_operations(const Elimination& elimination) {
  double squares = 0;
  for (const int count : elimination.counts) squares += static_cast<double>(count) * count;
  return squares;
}

}  // namespace isotrace::detail
