#pragma once

#include <complex>
#include <ranges>

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// Σ x over a range of double or std::complex<double>, in long double: of many small terms on top
/// of a great sum, each would else be rounded the same way.
template <std::ranges::input_range Terms>
auto sum(Terms&& terms) {
  using T = std::ranges::range_value_t<Terms>;
  if constexpr (is_complex<T>) {
    std::complex<long double> total = 0;
    for (const T term : terms) total += std::complex<long double>(term);
    return T(total);
  } else {
    long double total = 0;
    for (const T term : terms) total += term;
    return static_cast<T>(total);
  }
}

}  // namespace isotrace
