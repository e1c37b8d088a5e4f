#include "elimination.hpp"

#include <numeric>

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

/// Nonzeros per column of L. Row k of L has nonzeros on the paths in the tree from the entries of
/// row k of the matrix up to k.
std::vector<int> column_counts(Pattern pattern, const Elimination& e) {
  const int n = static_cast<int>(pattern.size);
  const std::vector<int> position = inverse(e.order);
  std::vector<int> counts(n, 1), seen(n, -1);
  for (int k = 0; k < n; ++k) {
    seen[k] = k;
    for (int at = pattern.outer[e.order[k]]; at < pattern.outer[e.order[k] + 1]; ++at) {
      for (int i = position[pattern.inner[at]]; i < k && seen[i] != k; i = e.parent[i]) {
        seen[i] = k;
        ++counts[i];
      }
    }
  }
  return counts;
}

/// The children of each node as a linked list: first[p], then next[first[p]], …, in ascending
/// order, except that the heaviest comes last.
struct Children {
  std::vector<int> first, next;
};

Children children_of(const std::vector<int>& parent, const std::vector<std::int64_t>& weight) {
  const int n = static_cast<int>(parent.size());
  Children c{std::vector<int>(n + 1, -1), std::vector<int>(n, -1)};
  std::vector<int> heaviest(n + 1, -1);
  const auto slot = [&](int i) { return parent[i] < 0 ? n : parent[i]; };
  for (int i = 0; i < n; ++i) {
    int& best = heaviest[slot(i)];
    if (best < 0 || weight[i] >= weight[best]) best = i;
  }
  const auto push = [&](int i) {
    c.next[i] = c.first[slot(i)];
    c.first[slot(i)] = i;
  };
  for (const int i : heaviest) {
    if (i >= 0) push(i);
  }
  for (int i = n - 1; i >= 0; --i) {
    if (heaviest[slot(i)] != i) push(i);
  }
  return c;
}

}  // namespace

std::vector<int> inverse(const Order& order) {
  std::vector<int> position(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) position[order[k]] = static_cast<int>(k);
  return position;
}

std::vector<int> postorder(const std::vector<int>& parent,
                           const std::vector<std::int64_t>& weight) {
  const int n = static_cast<int>(parent.size());
  Children children = children_of(parent, weight);
  std::vector<int> nodes, stack;
  nodes.reserve(parent.size());
  for (int root = children.first[n]; root >= 0; root = children.next[root]) {
    stack.push_back(root);
    while (!stack.empty()) {
      const int top = stack.back();
      const int child = children.first[top];
      if (child < 0) {
        nodes.push_back(top);
        stack.pop_back();
      } else {
        children.first[top] = children.next[child];
        stack.push_back(child);
      }
    }
  }
  return nodes;
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

}  // namespace isotrace::detail
