#pragma once

#include "pattern.hpp"

namespace isotrace::detail {

/// What elimination in a given order will do to a symmetric pattern. Columns are counted in that
/// order. (T. A. Davis, Direct Methods for Sparse Linear Systems, SIAM 2006, chapter 4.)
struct Elimination {
  Order order;              ///< the rows, in a postorder of the tree
  std::vector<int> parent;  ///< elimination tree: the first row below the diagonal, −1 at a root
  std::vector<int> counts;  ///< nonzeros of each column of L, its diagonal included
};

/// The elimination in the given order, or rather in a postorder of its tree: the same fill.
Elimination eliminate(Pattern pattern, const Order& order);

/// Nonzeros of L.
std::int64_t factor_nonzeros(const Elimination& elimination);

/// The nodes of a forest in postorder, the children of each in the order of `parent`'s numbers,
/// except that the one of most `weight` comes last.
std::vector<int> postorder(const std::vector<int>& parent, const std::vector<std::int64_t>& weight);

}  // namespace isotrace::detail
