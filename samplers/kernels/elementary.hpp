#pragma once

#include "lanes.hpp"

/// Elementary functions in plain multiplications and additions, so that every machine gets the same
/// bits. They are power series, cut off where the next term is below 2⁻⁵⁶ of the result, with an
/// error of at most 1 ulp. exp and log take one number; loops over them vectorise.
namespace isotrace::ISOTRACE_ISA {

inline constexpr double ln2_high = 0x1.62e42fee00000p-1;  // 33 bits: exact times an exponent
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;

/// e^x for −700 ≤ x ≤ 700.
constexpr double exp(double x) {
  constexpr double shift = 0x1.8p52;  // adding it rounds to an integer in the low bits
  const double shifted = x * 0x1.71547652b82fep0 + shift;
  const double k = shifted - shift;
  const double r = (x - k * ln2_high) - k * ln2_low;  // |r| ≤ (log 2)/2
  double sum = 1.0 / 6227020800.0;                    // Σ r^i / (i+2)!
  sum = sum * r + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  const double power = 1.0 + (r + r * r * sum);
  return __builtin_bit_cast(
      double, __builtin_bit_cast(Word, power) + (__builtin_bit_cast(Word, shifted) << 52));
}

/// log x for a positive normal number x.
constexpr double log(double x) {
  constexpr Word half_root = 0x3fe6a09e667f3bcdULL;  // √½
  const Word bits = __builtin_bit_cast(Word, x);
  const Word above = bits - half_root;
  const Word exponent = (above >> 52) | ((above >> 63) * 0xfffffffffffff000ULL);
  const double m = __builtin_bit_cast(double, bits - (exponent << 52));  // in [√½, √2)
  const double k = __builtin_bit_cast(double, exponent + 0x4338000000000000ULL) - 0x1.8p52;
  // log m = 2 artanh s = f − (f²/2 − s·(f²/2 + R)), with f = m − 1, s = f/(2 + f), z = s²,
  // R = 2 z (1/3 + z/5 + z²/7 + …).
  const double f = m - 1.0;
  const double s = f / (2.0 + f);
  const double z = s * s;
  double sum = 1.0 / 21.0;
  sum = sum * z + 1.0 / 19.0;
  sum = sum * z + 1.0 / 17.0;
  sum = sum * z + 1.0 / 15.0;
  sum = sum * z + 1.0 / 13.0;
  sum = sum * z + 1.0 / 11.0;
  sum = sum * z + 1.0 / 9.0;
  sum = sum * z + 1.0 / 7.0;
  sum = sum * z + 1.0 / 5.0;
  sum = sum * z + 1.0 / 3.0;
  const double half_square = 0.5 * f * f;
  return k * ln2_high - ((half_square - (s * (half_square + 2.0 * z * sum) + k * ln2_low)) - f);
}

/// sin x for |x| ≤ π/4.
template <class R>
constexpr R sin_octant(R x) {
  const R z = x * x;
  R sum = z * (1.0 / 355687428096000.0) - 1.0 / 1307674368000.0;
  sum = sum * z + 1.0 / 6227020800.0;
  sum = sum * z - 1.0 / 39916800.0;
  sum = sum * z + 1.0 / 362880.0;
  sum = sum * z - 1.0 / 5040.0;
  sum = sum * z + 1.0 / 120.0;
  sum = sum * z - 1.0 / 6.0;
  return x + x * z * sum;
}

/// cos x for |x| ≤ π/4.
template <class R>
constexpr R cos_octant(R x) {
  const R z = x * x;
  R sum = z * (1.0 / 20922789888000.0) - 1.0 / 87178291200.0;
  sum = sum * z + 1.0 / 479001600.0;
  sum = sum * z - 1.0 / 3628800.0;
  sum = sum * z + 1.0 / 40320.0;
  sum = sum * z - 1.0 / 720.0;
  sum = sum * z + 1.0 / 24.0;
  const R half = 0.5 * z;
  const R rounded = 1.0 - half;
  return rounded + (((1.0 - rounded) - half) + z * z * sum);
}

/// A number in (0, 1) from the upper 52 bits of a word: an odd multiple of 2⁻⁵³.
constexpr double unit_interval(Word w) {
  return __builtin_bit_cast(double, (w >> 12) | 0x3ff0000000000000ULL) - (1.0 - 0x1p-53);
}

}  // namespace isotrace::ISOTRACE_ISA
