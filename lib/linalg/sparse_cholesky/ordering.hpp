#pragma once

#include <optional>

#include "elimination.hpp"

namespace isotrace::detail {

/// The approximate minimum degree order (P. R. Amestoy, T. A. Davis, I. S. Duff, SIAM J. Matrix
/// Anal. Appl. 17, 886, 1996).
Order minimum_degree(Pattern pattern);

/// Nested dissection by METIS (G. Karypis, V. Kumar, SIAM J. Sci. Comput. 20, 359, 1998); nothing
/// where the library was built without it. METIS draws from the C library's rand(), seeded anew by
/// each call: one call at a time.
std::optional<Order> nested_dissection(Pattern pattern);

/// Whether nested dissection is worth its time: Σ_j c_j² ≥ 500 Σ_j c_j, and Σ_j c_j ≥ 5 nonzeros of
/// the matrix's triangle, with c_j nonzeros in column j of L (the rule of CHOLMOD's analysis:
/// Y. Chen, T. A. Davis, W. W. Hager, S. Rajamanickam, ACM TOMS 35, 22, 2008).
bool fills_much(Pattern pattern, const Elimination& elimination);

/// The elimination in the order of less fill: minimum degree, and where that fills much nested
/// dissection too.
Elimination fill_reducing(Pattern pattern);

}  // namespace isotrace::detail
