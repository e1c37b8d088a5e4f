#pragma once

#include <boost/math/distributions/normal.hpp>

#include "estimate_of.hpp"
#include "stopping.hpp"

namespace isotrace {

/// Where a sample begins and ends.
struct Stretch {
  Index first;           ///< the first probe
  Index limit;           ///< probes that can be paid for; whole groups
  Index group = 1;       ///< of the law
  Sample before = {};    ///< values had already
  Index worthwhile = 0;  ///< values beyond which the caller has something better; 0: none
};

struct Sampled {
  Sample sample;
  Status status;
  Index probes;       ///< drawn here
  bool left = false;  ///< because more than `worthwhile` values would be needed
};

/// Draws by draw(first, count) until the interval of known + mean meets the tolerance, or all is
/// spent; without a tolerance all at once. A look that fails foresees where the next will succeed.
template <Scalar W, class Draw>
Sampled sample_until(Stopping& stopping, const Stretch& stretch, W known, const Rounding& rounding,
                     Draw&& draw) {
  constexpr Index pilot = 32;
  constexpr double margin = 1.1;
  const auto whole = [&](double probes) {
    const double most = static_cast<double>(stretch.limit);
    const auto wanted = static_cast<Index>(std::min(most, std::ceil(probes)));
    return std::min(stretch.limit, (wanted + stretch.group - 1) / stretch.group * stretch.group);
  };
  Sampled result{stretch.before, Status::completed, 0};
  Index next = stretch.limit;
  if (stopping.wanted()) {
    next = whole(static_cast<double>(std::max(pilot, 8 * stretch.group)));
    if (stretch.before.re.count > 0) next = std::min(next, stretch.before.re.count);
  }
  while (true) {
    const Sample more = draw(stretch.first + result.probes, next - result.probes);
    result.sample.re = Moments::merged(result.sample.re, more.re);
    result.sample.im = Moments::merged(result.sample.im, more.im);
    result.sample.discrete = more.discrete;
    result.probes += more.re.count * stretch.group;
    if (more.interrupted) {
      result.status = Status::interrupted;
      return result;
    }
    if (!stopping.wanted()) return result;
    const Estimate<W> e = estimate_of<W>(result.sample, stopping.level_for<W>(), known, rounding);
    const double reached = radius(e.value, e.interval);
    const double size = std::abs(e.value);
    if (stopping.met(size, reached)) {
      result.status = Status::converged;
      return result;
    }
    if (result.probes >= stretch.limit) {
      result.status = Status::budget;
      return result;
    }
    stopping.next_look();
    // from the standard error: what skewness adds to the interval fades faster
    const double level = is_complex<W> ? 0.5 * (1 + stopping.level_for<W>()) : stopping.level();
    const double q = quantile(boost::math::normal(), 0.5 + 0.5 * level);
    const double allowed = stopping.allowed(size, 0.5 * reached);
    const double ratio = allowed > 0 ? q * e.standard_error / allowed : 2;
    const auto before = static_cast<double>(stretch.before.re.count);
    const auto count = before + static_cast<double>(result.probes);
    const double foreseen = std::isfinite(ratio) ? margin * count * ratio * ratio : 4 * count;
    if (stretch.worthwhile > 0 && foreseen > static_cast<double>(stretch.worthwhile)) {
      result.left = true;
      return result;
    }
    next = whole(std::max(1.25 * count, foreseen) - before);
  }
}

}  // namespace isotrace
