#pragma once

#include <lib/statistics/sampling_loop.hpp>
#include "run.hpp"

namespace isotrace {

/// An estimate, and the sample that it was made of.
template <Scalar W>
struct SampledEstimate {
  Estimate<W> estimate;
  SamplingOutcome outcome;
};

/// known + the mean of what remains of B, sampled as far as the stretch goes or the tolerance asks
/// for. probes: drawn before. Throws Stopped if not one value was had.
template <Scalar W>
SampledEstimate<W> sampled_estimate(Run<W>& run, const Remainder<W>& remainder,
                                    const Stretch& stretch, W known, const Rounding& rounding,
                                    Index probes) {
  const SamplingOutcome outcome = sample_until<W>(
      run.stopping, stretch, known, rounding,
      [&](Index first, Index count) { return run.B.sample(remainder, first, count); });
  if (outcome.sample.re.count == 0) throw Stopped{};
  const double level = run.stopping.template level_for<W>();
  return {run.report(estimate_from_sample<W>(outcome.sample, level, known, rounding),
                     outcome.status, probes + outcome.probes),
          outcome};
}

}  // namespace isotrace
