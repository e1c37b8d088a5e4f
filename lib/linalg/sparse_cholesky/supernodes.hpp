#pragma once

#include "elimination.hpp"

namespace isotrace::detail {

/// Sets of neighbouring columns of L kept as dense blocks. Supernode s has the columns
/// [first[s], first[s + 1]); its rows are these columns and then those below them.
struct Supernodes {
  Order order;                      ///< the rows in the order of elimination
  std::vector<int> first;           ///< of each supernode, and at the end n
  std::vector<int> parent;          ///< supernode that the first row below belongs to, −1 at a root
  std::vector<std::int64_t> begin;  ///< where its list of rows begins, and at the end their number
  std::vector<int> rows;            ///< the lists, counted in the order of elimination, ascending

  int size() const { return static_cast<int>(parent.size()); }
  int width(int s) const { return first[s + 1] - first[s]; }
  /// Number of rows, the columns' own included.
  int height(int s) const { return static_cast<int>(begin[s + 1] - begin[s]); }
  const int* rows_of(int s) const { return rows.data() + begin[s]; }
};

/// The supernodes of an elimination: columns of one structure, and merged further where a solve is
/// quicker with some zeros stored than with more and narrower blocks. Panels are panel_width wide.
Supernodes supernodes(Pattern pattern, const Elimination& elimination, int panel_width);

}  // namespace isotrace::detail
