#pragma once

#include <optional>
#include <string_view>

#include <reference/method_and_law.hpp>

namespace isotrace::program {

/// Mean |error| / |trace| over 60 trials of the reference implementations on a reference matrix
/// with n = 1000: Hutchinson, Hutch++ and XTrace with signs, XTrace and XNysTrace with resphered
/// sphere probes, at 20, 100, 200 and 300 matvecs. None for anything else.
std::optional<double> reference_error(std::string_view matrix, const MethodAndLaw& method_and_law,
                                      Index matvecs);

/// The comparison of a measured error with the reference error.
struct Comparison {
  double reference;
  double ratio;  ///< measured / reference
  bool within;   ///< measured ≤ 1.5 · reference, or ≤ 1e-13: rounding
};

Comparison compare(double measured, double reference);

}  // namespace isotrace::program
