#pragma once

#include <string>
#include <vector>

#include <isotrace/function/spectral_density.hpp>
#include <report/report.hpp>

namespace isotrace::program {

/// What `isotrace density` found.
struct DensityResult {
  SpectralDensity density = {};
  std::vector<double> exact = {};  ///< in the same bins; empty where n is too large
  Field field = Field::real;
  double seconds = 0;
};

/// The numbers of each bin, and a line on how they were found.
std::string text_of(const DensityResult& result);

/// A picture of the density with its intervals and, where it is known, the exact one.
reports::Report density_report(const DensityResult& result);

}  // namespace isotrace::program
