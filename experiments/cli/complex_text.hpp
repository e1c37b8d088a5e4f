#pragma once

#include <fmt/format.h>

#include <cmath>
#include <complex>
#include <string>

namespace isotrace::program {

/// "5 + 0i", "5 - 2.5i", with `digits` significant digits.
inline std::string complex_text(std::complex<double> z, int digits) {
  return fmt::format("{:.{}g} {} {:.{}g}i", z.real(), digits, std::signbit(z.imag()) ? '-' : '+',
                     std::abs(z.imag()), digits);
}

}  // namespace isotrace::program
