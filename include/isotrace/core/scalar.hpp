#pragma once

#include <complex>
#include <concepts>
#include <cstddef>
#include <type_traits>

namespace isotrace {

/// Signed index and size type; the same type as Eigen::Index.
using Index = std::ptrdiff_t;

/// The four scalar types the library is compiled for.
template <class T>
concept Scalar = std::same_as<T, float> || std::same_as<T, double> ||
                 std::same_as<T, std::complex<float>> || std::same_as<T, std::complex<double>>;

/// The field 𝕂 over which a problem is posed.
enum class Field { real, complex };

template <Scalar S>
inline constexpr bool is_complex = !std::is_floating_point_v<S>;

template <Scalar S>
inline constexpr Field field_of = is_complex<S> ? Field::complex : Field::real;

namespace detail {
template <class S>
struct RealOf {
  using type = S;
};
template <class R>
struct RealOf<std::complex<R>> {
  using type = R;
};
}  // namespace detail

/// float or double: the type of |s| for a scalar s.
template <Scalar S>
using Real = typename detail::RealOf<S>::type;

/// double or std::complex<double>: the type of a form's value and of every sum over probes.
template <Scalar S>
using Wide = std::conditional_t<is_complex<S>, std::complex<double>, double>;

/// Dimension of 𝕂ⁿ as a real vector space: n over ℝ, 2n over ℂ (d in the formulas).
constexpr Index real_dimension(Field field, Index n) {
  return field == Field::complex ? 2 * n : n;
}

/// Complex conjugate that keeps a real scalar's type.
template <Scalar S>
constexpr S conjugate(S s) {
  if constexpr (is_complex<S>) {
    return std::conj(s);
  } else {
    return s;
  }
}

/// The real part as a double.
template <Scalar S>
constexpr double real_part(S s) {
  if constexpr (is_complex<S>) {
    return static_cast<double>(s.real());
  } else {
    return static_cast<double>(s);
  }
}

/// |s|² as a double, without the square root.
template <Scalar S>
constexpr double squared_modulus(S s) {
  if constexpr (is_complex<S>) {
    const double re = s.real();
    const double im = s.imag();
    return re * re + im * im;
  } else {
    const double re = s;
    return re * re;
  }
}

}  // namespace isotrace
