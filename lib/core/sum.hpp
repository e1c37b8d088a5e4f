#pragma once

#include <complex>
#include <functional>
#include <ranges>
#include <type_traits>

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// Σ of(x) over a range, of double or std::complex<double>, summed in long double: otherwise many
/// small terms on top of a large sum would all be rounded the same way. Skips an empty range.
template <std::ranges::sized_range Terms, class Of = std::identity>
auto sum(Terms&& terms, Of of = {}) {
  using T = std::remove_cvref_t<std::invoke_result_t<Of&, std::ranges::range_reference_t<Terms>>>;
  using Long = std::conditional_t<is_complex<T>, std::complex<long double>, long double>;
  if (terms.size() == 0) return T(0);  // Eigen's begin() of an empty diagonal reads its first entry
  Long total = 0;
  for (const auto& term : terms) total += Long(std::invoke(of, term));
  return T(total);
}

}  // namespace isotrace
