#pragma once

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// What is estimated in addition to the form's own trace.
template <Scalar W>
struct Estimand {
  W known = W(0);             ///< a part of the trace that the caller adds to the form's
  bool root = false;          ///< the tolerances apply to the square root of the sum, a norm
  bool semidefinite = false;  ///< the form is Hermitian and positive semidefinite
};

}  // namespace isotrace
