#pragma once

#include <cmath>
#include <complex>

#include <isotrace/core/scalar.hpp>

namespace isotrace {

inline bool is_finite(double x) {
  return std::isfinite(x);
}
inline bool is_finite(std::complex<double> x) {
  return std::isfinite(x.real()) && std::isfinite(x.imag());
}

}  // namespace isotrace
