#include "schedule.hpp"

#include <algorithm>

#include "front.hpp"

namespace isotrace::detail {
namespace {

/// What a supernode costs, in operations: those of its elimination, and some for each entry of its
/// front, which is cleared, summed up and handed on.
double node_work(const Supernodes& nodes, int s) {
  constexpr double per_entry = 8;
  const double height = nodes.height(s);
  return node_operations(nodes, s) + per_entry * height * height;
}

/// The work of the subtree of every supernode.
std::vector<double> subtree_work(const Supernodes& nodes) {
  std::vector<double> work(nodes.parent.size(), 0.0);
  for (int s = 0; s < nodes.size(); ++s) {
    work[s] += node_work(nodes, s);
    if (nodes.parent[s] >= 0) work[nodes.parent[s]] += work[s];
  }
  return work;
}

/// Subtrees of at most `limit`, neighbours together in a range.
std::vector<NodeRange> ranges_of(const Supernodes& nodes, double limit, std::vector<char>& at_top) {
  const std::vector<double> work = subtree_work(nodes);
  std::vector<int> first(nodes.parent.size());  // of each subtree
  std::vector<NodeRange> ranges;
  double filled = 0;
  for (int s = 0; s < nodes.size(); ++s) first[s] = s;
  for (int s = 0; s < nodes.size(); ++s) {
    const int above = nodes.parent[s];
    if (above >= 0) first[above] = std::min(first[above], first[s]);
    at_top[s] = work[s] > limit;
    if (at_top[s] != 0 || (above >= 0 && work[above] <= limit)) continue;
    if (!ranges.empty() && ranges.back().last == first[s] && filled + work[s] <= limit) {
      ranges.back().last = s + 1;
      filled += work[s];
    } else {
      ranges.push_back({first[s], s + 1});
      filled = work[s];
    }
  }
  return ranges;
}

}  // namespace

double node_operations(const Supernodes& nodes, int s) {
  return sum_of_squares(nodes.height(s)) - sum_of_squares(nodes.height(s) - nodes.width(s));
}

Schedule::Schedule(const Supernodes& nodes) : children(nodes.parent), at_top(nodes.parent.size()) {
  constexpr double smallest = 2e7;  // of a range
  constexpr double share = 64;
  double work = 0;
  for (int s = 0; s < nodes.size(); ++s) {
    operations += node_operations(nodes, s);
    work += node_work(nodes, s);
  }
  ranges = ranges_of(nodes, std::max(smallest, work / share), at_top);

  const auto triangle = [&](int s) {
    return nodes.parent[s] < 0 ? 0 : packed(nodes.height(s) - nodes.width(s));
  };
  std::size_t left = 0;  // triangles that lie on no stack
  for (const auto& range : ranges) {
    std::size_t live = 0;
    for (int s = range.first; s < range.last; ++s) {
      tallest_in_range = std::max(tallest_in_range, nodes.height(s));
      for (const int c : children.of(s)) live -= triangle(c);
      if (leaves_range(nodes, s)) {
        left += triangle(s);
      } else {
        live += triangle(s);
      }
      stack = std::max(stack, live);
    }
  }
  triangles = left;
  for (int s = 0; s < nodes.size(); ++s) {
    if (at_top[s] == 0) continue;
    top.push_back(s);
    tallest_at_top = std::max(tallest_at_top, nodes.height(s));
    for (const int c : children.of(s)) left -= triangle(c);
    left += triangle(s);
    triangles = std::max(triangles, left);
  }
}

}  // namespace isotrace::detail
