#pragma once

#include <optional>

#include "elimination.hpp"

namespace isotrace::detail {

/// The approximate minimum degree order (P. R. Amestoy, T. A. Davis, I. S. Duff, SIAM J. Matrix
/// Anal. Appl. 17, 886, 1996).
Order minimum_degree(Pattern pattern);

/// Nested dissection by METIS (G. Karypis, V. Kumar, SIAM J. Sci. Comput. 20, 359, 1998). Empty if
/// METIS fails or the library was built without it. METIS draws from the C library's rand(), which
/// each call reseeds, so calls are serialised.
std::optional<Order> nested_dissection(Pattern pattern);

/// Whether nested dissection is worth its time: with c_j nonzeros in column j of L, Σ_j c_j² ≥ 500
/// Σ_j c_j and Σ_j c_j ≥ 5 times the nonzeros of the matrix's triangle (the rule of CHOLMOD's
/// analysis: Y. Chen, T. A. Davis, W. W. Hager, S. Rajamanickam, ACM TOMS 35, 22, 2008).
bool fills_much(Pattern pattern, const Elimination& elimination);

/// Elimination by minimum degree or, where that fills much, by nested dissection if it fills less.
Elimination fill_reducing(Pattern pattern);

}  // namespace isotrace::detail
