#pragma once

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// What an estimate is for.
template <Scalar W>
struct Aim {
  W known = W(0);             ///< a part of the trace that the caller adds to the form's
  bool root = false;          ///< the tolerances are for the square root of the whole, a norm
  bool semidefinite = false;  ///< the form is Hermitian and positive semidefinite
};

}  // namespace isotrace
