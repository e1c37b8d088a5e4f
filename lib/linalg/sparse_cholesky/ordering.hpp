#pragma once

#include "elimination.hpp"

namespace isotrace::detail {

// Fill-reducing orders. Each is a function of the pattern alone: no state outside the call is read
// or written, so several threads may order at once. Both throw std::bad_alloc.

/// The approximate minimum degree order of SuiteSparse (P. R. Amestoy, T. A. Davis, I. S. Duff,
/// SIAM J. Matrix Anal. Appl. 17, 886, 1996; ACM TOMS 30, 381, 2004).
Order minimum_degree(Pattern pattern);

/// Nested dissection by Scotch (F. Pellegrini, J. Roman, HPCN 1996, LNCS 1067, 493).
Order nested_dissection(Pattern pattern);

/// Whether nested dissection may save more time than it takes, given the elimination by minimum
/// degree: at best it leaves little of the operations.
bool worth_dissecting(Pattern pattern, const Elimination& elimination);

/// Elimination by minimum degree or, where that has many operations, by nested dissection if it has
/// fewer.
Elimination fill_reducing(Pattern pattern);

}  // namespace isotrace::detail
