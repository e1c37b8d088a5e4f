#pragma once

#include <cmath>

#include <isotrace/trace/moments.hpp>

namespace isotrace {

/// The e with ½ ≤ greatest/2^e < 1, where `greatest` is the greatest magnitude of some numbers.
/// After division by 2^e, their squares and cubes neither overflow nor vanish. Moments::no_exponent
/// for 0; 0 if `greatest` is not finite, which leaves it unchanged.
inline int binary_exponent(double greatest) {
  if (greatest == 0) return Moments::no_exponent;
  if (!std::isfinite(greatest)) return 0;
  int exponent = 0;
  std::frexp(greatest, &exponent);
  return exponent;
}

}  // namespace isotrace
