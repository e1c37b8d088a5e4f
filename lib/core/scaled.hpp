#pragma once

#include <cmath>

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// 2^exponent · w.
template <class W>
W scaled(W w, int exponent) {
  if constexpr (is_complex<W>) {
    return {std::ldexp(w.real(), exponent), std::ldexp(w.imag(), exponent)};
  } else {
    return std::ldexp(w, exponent);
  }
}

}  // namespace isotrace
