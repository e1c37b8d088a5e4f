#pragma once

#include "pattern.hpp"

namespace isotrace::detail {

/// Symbolic elimination of a symmetric pattern in a given order. Columns are numbered in that
/// order. (T. A. Davis, Direct Methods for Sparse Linear Systems, SIAM 2006, chapter 4.)
struct Elimination {
  Order order;              ///< the rows, in a postorder of the tree
  std::vector<int> parent;  ///< elimination tree: first row below the diagonal, −1 at a root
  std::vector<int> counts;  ///< nonzeros of each column of L, including the diagonal
};

/// Elimination in the given order, rearranged to a postorder of its tree, which has the same fill.
Elimination eliminate(Pattern pattern, const Order& order);

/// Nonzeros of L.
std::int64_t factor_nonzeros(const Elimination& elimination);

/// The nodes of a forest in postorder. The children of a node come in ascending order, except that
/// the one of greatest weight comes last.
std::vector<int> postorder(const std::vector<int>& parent, const std::vector<std::int64_t>& weight);

}  // namespace isotrace::detail
