#pragma once

#include "supernodes.hpp"
#include "tree.hpp"

namespace isotrace::detail {

/// Supernodes [first, last).
struct NodeRange {
  int first;
  int last;
};

/// How the fronts of a factorisation are shared among threads. It depends on the supernodes alone,
/// and so do the memory and the first failure. The ranges are worked on at once, each by one
/// thread, the other supernodes, which have the large fronts, one after the other by all threads.
/// What a front leaves for its parent is a packed triangle over the rows below it. It lies on a
/// stack within a range, and in memory of its own where either of the two belongs to no range.
struct Schedule {
  explicit Schedule(const Supernodes& nodes);

  Children children;
  std::vector<NodeRange> ranges;  ///< ascending; each has all descendants of its supernodes
  std::vector<int> top;           ///< the supernodes in no range, ascending

  /// Whether a supernode is in a range and its parent is not.
  bool leaves_range(const Supernodes& nodes, int s) const {
    return at_top[s] == 0 && nodes.parent[s] >= 0 && at_top[nodes.parent[s]] != 0;
  }
  std::vector<char> at_top;  ///< for each supernode, whether it is in `top`

  // The most memory at a time, in entries of the matrix.
  int tallest_in_range = 0;   ///< rows of the largest front in a range
  int tallest_at_top = 0;     ///< rows of the largest other front
  std::size_t stack = 0;      ///< of a range
  std::size_t triangles = 0;  ///< packed triangles that lie on no stack

  double operations = 0;  ///< multiplications and additions of the elimination
};

/// 1² + … + k².
inline double sum_of_squares(double k) {
  return k * (k + 1) * (2 * k + 1) / 6;
}

/// Multiplications and additions of the elimination of a supernode: Σ_j c_j² over the lengths of
/// its columns.
double node_operations(const Supernodes& nodes, int s);

}  // namespace isotrace::detail
