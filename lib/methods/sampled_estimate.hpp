#pragma once

#include <lib/statistics/sampling_loop.hpp>
#include "run.hpp"

namespace isotrace {

/// An estimate and the sample from which it was computed.
template <Scalar W>
struct SampledEstimate {
  Estimate<W> estimate;
  SamplingOutcome outcome;
};

/// known + the mean of the remainder's values, sampled to the end of the stretch or to the
/// tolerance. probes: the number drawn before. Throws Stopped if there is no value.
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
