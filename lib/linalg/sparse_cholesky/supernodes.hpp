#pragma once

#include "elimination.hpp"

namespace isotrace::detail {

/// Sets of adjacent columns of L stored as dense blocks. Supernode s has the columns [first[s],
/// first[s + 1]); its rows are these columns, then those below them.
struct Supernodes {
  Order order;                      ///< the rows in the order of elimination
  std::vector<int> first;           ///< first column of each supernode, then n
  std::vector<int> parent;          ///< supernode of the first row below, −1 at a root
  std::vector<std::int64_t> begin;  ///< start of each list of rows, then their total length
  std::vector<int> rows;            ///< the lists, ascending, in the numbering of the elimination

  int size() const { return static_cast<int>(parent.size()); }
  int width(int s) const { return first[s + 1] - first[s]; }
  /// Number of rows, including those of the columns.
  int height(int s) const { return static_cast<int>(begin[s + 1] - begin[s]); }
  std::size_t bytes() const {
    return (order.size() + first.size() + parent.size() + rows.size()) * sizeof(int) +
           begin.size() * sizeof(std::int64_t);
  }
  const int* rows_of(int s) const { return rows.data() + begin[s]; }
};

/// The supernodes of an elimination: sets of columns with the same structure, merged further where
/// a solve is cheaper with some zeros stored. The solve uses panels of panel_width columns.
Supernodes supernodes(Pattern pattern, const Elimination& elimination, int panel_width);

}  // namespace isotrace::detail
