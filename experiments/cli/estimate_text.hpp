#pragma once

#include <string>

#include <isotrace/trace/estimate.hpp>
#include <report/json.hpp>

namespace isotrace::program {

/// The requested tolerances; 0: none.
struct Tolerance {
  double relative = 0;
  double absolute = 0;
};

/// The text that `estimate` prints without --json. If a tolerance was not met, it gives the
/// accuracy reached and the matvecs needed if the interval keeps shrinking as 1/√matvecs.
std::string estimate_text(const Estimate<double>& estimate, const reports::RunInfo& info,
                          const Tolerance& tolerance);
std::string estimate_text(const Estimate<std::complex<double>>& estimate,
                          const reports::RunInfo& info, const Tolerance& tolerance);

}  // namespace isotrace::program
