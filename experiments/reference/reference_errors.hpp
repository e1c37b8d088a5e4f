#pragma once

#include <optional>
#include <string_view>

#include <reference/method_and_law.hpp>

namespace isotrace::program {

/// Mean |error| / |trace| of the methods' reference implementations on a reference matrix of
/// n = 1000, over 60 trials: for Hutchinson, Hutch++ and XTrace with signs, and for XTrace and
/// XNysTrace with resphered sphere probes, at 20, 100, 200 and 300 matvecs. None for anything else.
std::optional<double> reference_error(std::string_view matrix, const MethodAndLaw& entrant,
                                      Index matvecs);

/// A measured error beside it.
struct Comparison {
  double reference;
  double ratio;  ///< measured / reference
  bool within;   ///< measured ≤ 1.5 · reference, or ≤ 1e-13: rounding
};

Comparison compare(double measured, double reference);

}  // namespace isotrace::program
