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
/// Nearly linear in the nonzeros of the matrix.
Elimination eliminate(Pattern pattern, const Order& order);

/// Nonzeros of L.
std::int64_t factor_nonzeros(const Elimination& elimination);

/// Multiplications and additions of the factorisation: Σ_j c_j² for columns of c_j nonzeros.
double factor_operations(const Elimination& elimination);

}  // namespace isotrace::detail
