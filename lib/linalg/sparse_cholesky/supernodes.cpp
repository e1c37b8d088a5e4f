#include "supernodes.hpp"

#include <algorithm>
#include <numeric>

#include "tree.hpp"

namespace isotrace::detail {
namespace {

/// A set of columns during merging: their number, that of the rows below them, and the parent.
struct Node {
  int width = 0;
  int below = 0;
  int parent = -1;
};

/// The cost of a solve with w columns and r rows below them, cut into panels (FactorPanel in
/// kernels/panels.hpp). The unit is one use of an entry of L. Each panel has a start-up cost, and
/// each of its rows the cost of loading an index and the row.
double cost(std::int64_t w, std::int64_t r, int panel_width) {
  constexpr double per_panel = 24;
  constexpr double per_row = 3;
  double sum = 0;
  for (std::int64_t done = 0; done < w; done += panel_width) {
    const double width = static_cast<double>(std::min<std::int64_t>(panel_width, w - done));
    const double below = static_cast<double>(w + r - done) - width;
    sum += per_panel + width * (width + 1) / 2 + below * (width + per_row);
  }
  return sum;
}

/// Maximal sets of consecutive columns with the same structure: each column is the parent of the
/// one before and has one nonzero less. Returns the first column of each set, then n.
std::vector<int> exact_supernodes(const Elimination& e) {
  const int n = static_cast<int>(e.parent.size());
  std::vector<int> first;
  for (int j = 0; j < n; ++j) {
    const bool joins = j > 0 && e.parent[j - 1] == j && e.counts[j - 1] == e.counts[j] + 1;
    if (!joins) first.push_back(j);
  }
  first.push_back(n);
  return first;
}

/// The tree of the exact supernodes.
std::vector<Node> nodes_of(const Elimination& e, const std::vector<int>& first) {
  std::vector<int> owner(e.parent.size());
  for (std::size_t s = 0; s + 1 < first.size(); ++s) {
    std::fill(owner.begin() + first[s], owner.begin() + first[s + 1], static_cast<int>(s));
  }
  std::vector<Node> nodes(first.size() - 1);
  for (std::size_t s = 0; s < nodes.size(); ++s) {
    const int last = first[s + 1] - 1;
    const int above = e.parent[last];
    nodes[s] = {first[s + 1] - first[s], e.counts[last] - 1, above < 0 ? -1 : owner[above]};
  }
  return nodes;
}

/// Merges a child into its parent wherever that makes the solve cheaper, from the leaves up.
/// Returns for each node the node that it ends up in.
std::vector<int> merge(std::vector<Node>& nodes, int panel_width) {
  const int count = static_cast<int>(nodes.size());
  std::vector<int> parent(nodes.size());
  for (int s = 0; s < count; ++s) parent[s] = nodes[s].parent;
  const Children children(parent);
  std::vector<int> into(nodes.size());
  std::iota(into.begin(), into.end(), 0);
  std::vector<int> list;
  for (int s = 0; s < count; ++s) {
    Node& node = nodes[s];
    list.assign(children.of(s).begin(), children.of(s).end());
    std::sort(list.begin(), list.end(),
              [&](int a, int b) { return nodes[a].below > nodes[b].below; });
    for (const int c : list) {
      const Node& child = nodes[c];
      const double apart =
          cost(child.width, child.below, panel_width) + cost(node.width, node.below, panel_width);
      if (cost(child.width + node.width, node.below, panel_width) > apart) continue;
      node.width += child.width;
      into[c] = s;
    }
  }
  for (int s = count - 1; s >= 0; --s) into[s] = into[into[s]];
  return into;
}

/// The merged sets in a postorder of their tree, each with contiguous columns.
Supernodes arranged(const Elimination& e, const std::vector<int>& first,
                    const std::vector<Node>& nodes, const std::vector<int>& into) {
  std::vector<int> kept, number(nodes.size(), -1), parent;
  for (std::size_t s = 0; s < nodes.size(); ++s) {
    if (into[s] != static_cast<int>(s)) continue;
    number[s] = static_cast<int>(kept.size());
    kept.push_back(static_cast<int>(s));
  }
  std::vector<std::int64_t> weight;
  for (const int s : kept) {
    const int above = nodes[s].parent;
    parent.push_back(above < 0 ? -1 : number[into[above]]);
    weight.push_back(std::int64_t{nodes[s].below} * nodes[s].below);
  }
  const std::vector<int> nodes_in_order = postorder(parent, weight);
  const std::vector<int> place = inverse(nodes_in_order);
  std::vector<std::vector<int>> members(kept.size());
  for (std::size_t s = 0; s < nodes.size(); ++s) {
    members[place[number[into[s]]]].push_back(static_cast<int>(s));
  }
  Supernodes out;
  out.order.reserve(e.order.size());
  for (std::size_t k = 0; k < kept.size(); ++k) {
    out.first.push_back(static_cast<int>(out.order.size()));
    const int above = parent[nodes_in_order[k]];
    out.parent.push_back(above < 0 ? -1 : place[above]);
    for (const int s : members[k]) {
      out.order.insert(out.order.end(), e.order.begin() + first[s], e.order.begin() + first[s + 1]);
    }
  }
  out.first.push_back(static_cast<int>(out.order.size()));
  return out;
}

/// The rows of each supernode: its columns, then all rows below them that occur in these columns of
/// the matrix or in its children.
void add_rows(Pattern pattern, Supernodes& s) {
  const std::vector<int> position = inverse(s.order);
  std::vector<int> seen(s.order.size(), -1);
  const Children children(s.parent);
  s.begin.push_back(0);
  for (int k = 0; k < s.size(); ++k) {
    for (int j = s.first[k]; j < s.first[k + 1]; ++j) s.rows.push_back(j);
    const auto own = static_cast<std::ptrdiff_t>(s.rows.size());
    const auto meet = [&](int i) {
      if (i < s.first[k + 1] || seen[i] == k) return;
      seen[i] = k;
      s.rows.push_back(i);
    };
    for (int j = s.first[k]; j < s.first[k + 1]; ++j) {
      const int row = s.order[j];
      for (int e = pattern.outer[row]; e < pattern.outer[row + 1]; ++e)
        meet(position[pattern.inner[e]]);
    }
    for (const int c : children.of(k)) {
      for (std::int64_t at = s.begin[c] + s.width(c); at < s.begin[c + 1]; ++at) meet(s.rows[at]);
    }
    std::sort(s.rows.begin() + own, s.rows.end());
    s.begin.push_back(static_cast<std::int64_t>(s.rows.size()));
  }
}

}  // namespace

Supernodes supernodes(Pattern pattern, const Elimination& elimination, int panel_width) {
  const std::vector<int> first = exact_supernodes(elimination);
  std::vector<Node> nodes = nodes_of(elimination, first);
  const std::vector<int> into = merge(nodes, panel_width);
  Supernodes out = arranged(elimination, first, nodes, into);
  add_rows(pattern, out);
  return out;
}

}  // namespace isotrace::detail
