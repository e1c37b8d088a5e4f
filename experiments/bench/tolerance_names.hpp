#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

namespace isotrace::program {

/// The problems whose traces or norms are computed to a tolerance, most named "operator-spectrum".
inline const std::vector<std::string>& tolerance_problems() {
  static const std::vector<std::string> names{"dense-flat",
                                              "dense-poly",
                                              "dense-fast",
                                              "dense-step",
                                              "dense-metric-poly",
                                              "complex-poly",
                                              "sparse-flat",
                                              "sparse-poly",
                                              "sparse-slow",
                                              "sparse-spike",
                                              "laplacian",
                                              "lumped",
                                              "stiffness-in-mass",
                                              "mass-in-stiffness",
                                              "stiffness-in-mass-small",
                                              "mass-in-stiffness-small",
                                              "embedding",
                                              "coembedding",
                                              "opaque-flat",
                                              "opaque-poly",
                                              "costly-flat",
                                              "costly-poly"};
  return names;
}

inline const std::vector<double>& tolerances() {
  static const std::vector<double> values{1e-1, 1e-2, 1e-3};
  return values;
}

inline std::string tolerance_case(const std::string& problem, double tolerance) {
  return fmt::format("tolerance.{}.{:.0e}", problem, tolerance);
}

}  // namespace isotrace::program
