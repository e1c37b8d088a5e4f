#pragma once

#include <string_view>

namespace isotrace {

/// How an estimator spends its matvecs. All act on B = QᴴAQ, so that each holds in every metric.
/// m is the budget, k the columns of a sketch, ‖·‖ the Frobenius norm of the Hermitian part.
enum class Method {
  automatic,   ///< Hutchinson's or XTrace, whichever a pilot sample shows to be the better
  hutchinson,  ///< the mean of form values; error ‖B‖ √(2/m)
  hutchpp,     ///< Hutch++: the trace on the range of BΩ, k = m/3, and Hutchinson's beside it
               ///< (Meyer, Musco, Musco, Woodruff, SOSA 2021)
  na_hutchpp,  ///< its non-adaptive form: all products at once (ibid.)
  adaptive_hutchpp,  ///< Hutch++ with k found while running, in blocks
                     ///< (Persson, Cortinovis, Kressner, SIMAX 43, 2022)
  nystrompp,         ///< Nyström++, k = m/2, for B ≥ 0 (ibid.)
  xtrace,    ///< XTrace, k = m/2: every probe in turn is left out of the sketch and tests it
             ///< (Epperly, Tropp, Webber, SIMAX 45, 2024)
  xnystrace  ///< XNysTrace, k = m, for B ≥ 0 (ibid.)
};

/// Its name on the command line: "auto", "hutchinson", "hutchpp", "na-hutchpp", "adaptive-hutchpp",
/// "nystrompp", "xtrace", "xnystrace".
std::string_view name(Method method);

}  // namespace isotrace
