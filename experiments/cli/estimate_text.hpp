#pragma once

#include <string>

#include <isotrace/trace/estimate.hpp>
#include <report/json.hpp>

namespace isotrace::program {

/// The tolerances that were asked for; 0: none.
struct ToleranceAim {
  double relative = 0;
  double absolute = 0;
};

/// What `estimate` prints without --json. Where a tolerance was not met, it says what was reached
/// and how many matvecs it would take if the interval goes on shrinking as 1/√matvecs.
std::string estimate_text(const Estimate<double>& estimate, const reports::RunInfo& info,
                          const ToleranceAim& aim);
std::string estimate_text(const Estimate<std::complex<double>>& estimate,
                          const reports::RunInfo& info, const ToleranceAim& aim);

}  // namespace isotrace::program
