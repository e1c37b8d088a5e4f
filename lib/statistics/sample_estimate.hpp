#pragma once

#include <isotrace/trace/interval.hpp>
#include <isotrace/trace/options.hpp>

#include <lib/sampling/block_sampling.hpp>
#include "components.hpp"

namespace isotrace {

/// Bound on the rounding error of an estimate: absolute + relative · |value|.
struct Rounding {
  double absolute = 0;
  double relative = 0;
};

/// known + the mean of a sample, with its standard error and its interval at the given level, which
/// is widened by rounding.
template <Scalar W>
Estimate<W> estimate_from_sample(const Sample& sample, double level, W known = W(0),
                                 const Rounding& rounding = {}) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const double size = std::hypot(component(Component::re, known) + sample.re.mean(),
                                 is_complex<W> ? std::imag(known) + sample.im.mean() : 0.0);
  const double wider = rounding.absolute + rounding.relative * size;
  const bool constant = sample.re.scaled_m2 == 0 && (!is_complex<W> || sample.im.scaled_m2 == 0);
  return from_components<W>(level, [&](Component which, double part_level) {
    const Moments& m = which == Component::re ? sample.re : sample.im;
    if (m.count == 0) return ComponentEstimate{none, none, {none, none}};
    const double shift = component(which, known);
    if (constant && !sample.values_tell) {
      return ComponentEstimate{shift + m.mean(), none, {none, none}};
    }
    const Interval i = mean_interval(m, part_level, sample.discrete);
    return ComponentEstimate{
        shift + m.mean(), standard_error(m), {shift + i.low - wider, shift + i.high + wider}};
  });
}

/// The estimate with the fields that do not follow from its values.
template <Scalar W>
Estimate<W> with_report(Estimate<W> e, const Options& options, Status status, Index matvecs,
                        Index probes) {
  e.confidence = options.confidence;
  e.seed = options.seed;
  e.status = status;
  e.matvecs = matvecs;
  e.probes = probes;
  return e;
}

}  // namespace isotrace
