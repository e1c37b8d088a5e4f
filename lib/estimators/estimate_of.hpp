#pragma once

#include <cmath>

#include <isotrace/results/interval.hpp>

#include "sample.hpp"

namespace isotrace {

/// The mean of a sample with its standard error and interval. Over ℂ the standard error is that of
/// |X − t|, √(se²(Re) + se²(Im)), and each part's interval is at (1 + confidence)/2, so that both
/// hold jointly (Bonferroni).
template <Scalar S>
Estimate<Wide<S>> estimate_of(const Sample& sample, const Options& options, Index matvecs_a_probe) {
  Estimate<Wide<S>> e{};
  e.probes = sample.re.count * group(options.law);
  e.matvecs = e.probes * matvecs_a_probe;
  e.seed = options.seed;
  e.confidence = options.confidence;
  e.status = sample.interrupted ? Status::interrupted : Status::completed;
  const double none = std::numeric_limits<double>::quiet_NaN();
  if constexpr (is_complex<S>) {
    const double joint = 0.5 * (1.0 + options.confidence);
    e.value = e.probes > 0 ? Wide<S>(sample.re.mean, sample.im.mean) : Wide<S>(none, none);
    e.standard_error = std::hypot(standard_error(sample.re), standard_error(sample.im));
    e.interval = {mean_interval(sample.re, joint), mean_interval(sample.im, joint)};
  } else {
    e.value = e.probes > 0 ? sample.re.mean : none;
    e.standard_error = standard_error(sample.re);
    e.interval = mean_interval(sample.re, options.confidence);
  }
  return e;
}

}  // namespace isotrace
