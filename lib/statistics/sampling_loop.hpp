#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "sample_estimate.hpp"
#include "stopping_rule.hpp"

namespace isotrace {

/// Values at the first look, when the interval of a sample is first compared with the tolerance.
inline constexpr Index first_values = 24;

/// The range of probes that a sample may use.
struct Stretch {
  Index first;      ///< the first probe
  Index limit;      ///< greatest number of probes, including those of `begun`; whole groups
  Index group = 1;  ///< group size of the law
  /// Values of whole groups drawn before `first`; a look at them did not meet the tolerance.
  Sample begun = {};
  Index first_look = first_values;  ///< number of values at the first look
  /// leaves(probes, foreseen): whether the caller has a better way than to continue a sample of
  /// `probes` probes that is predicted to need `foreseen`.
  std::function<bool(Index, double)> leaves = {};
};

/// The result of a sampling loop.
struct SamplingOutcome {
  Sample sample;
  Status status;
  Index probes;       ///< in the sample
  bool left = false;  ///< stopped since leaves() returned true
};

/// The sizes at which a growing sample is looked at. Each look predicts where the tolerance will be
/// met, and the next look is there. But no step more than doubles the sample, since predictions
/// from few values are unreliable.
class Growth {
 public:
  explicit Growth(const Stretch& stretch) : stretch_(stretch) {}

  Index first() const {
    return whole(static_cast<double>(std::max(stretch_.first_look, 8 * stretch_.group)));
  }

  /// The next size of a sample of `count` probes whose interval is `excess` times too wide.
  Index next(Index count, double excess) {
    constexpr double margin = 1.1;
    const auto size = static_cast<double>(count);
    foreseen_ = std::isfinite(excess) ? std::max(margin * size * excess * excess, 1.1 * size + 1)
                                      : std::numeric_limits<double>::infinity();
    planned_ = foreseen_ <= 2 * size;
    return whole(planned_ ? foreseen_ : 2 * size);
  }
  /// Number of probes at which the tolerance is predicted to be met.
  double foreseen() const { return foreseen_; }
  /// Whether the tolerance is predicted to be met at the size that next() returned.
  bool planned() const { return planned_; }

 private:
  Index whole(double probes) const {
    const double most = static_cast<double>(stretch_.limit);
    const auto wanted = static_cast<Index>(std::min(most, std::ceil(probes)));
    return std::min(stretch_.limit,
                    (wanted + stretch_.group - 1) / stretch_.group * stretch_.group);
  }

  const Stretch& stretch_;
  double foreseen_ = 0;
  bool planned_ = false;
};

/// Calls draw(first, count) until the interval of known + mean meets the tolerance or the limit is
/// reached. Without a tolerance, draws everything at once.
template <Scalar W, class Draw>
SamplingOutcome sample_until(StoppingRule& stopping, const Stretch& stretch, W known,
                             const Rounding& rounding, Draw&& draw) {
  Growth growth(stretch);
  const Index begun = stretch.begun.re.count * stretch.group;
  SamplingOutcome result{stretch.begun, Status::completed, begun};
  const auto excess = [&] {
    return stopping.excess(
        estimate_from_sample<W>(result.sample, stopping.level_for<W>(), known, rounding));
  };
  Index next = stopping.has_tolerance() ? growth.first() : stretch.limit;
  if (next <= begun) next = growth.next(begun, excess());
  while (true) {
    const Sample more = draw(stretch.first + result.probes - begun, next - result.probes);
    result.sample.re = Moments::merged(result.sample.re, more.re);
    result.sample.im = Moments::merged(result.sample.im, more.im);
    result.sample.discrete = more.discrete;
    result.sample.values_tell = more.values_tell;
    result.probes += more.re.count * stretch.group;
    if (more.interrupted) {
      result.status = Status::interrupted;
      return result;
    }
    if (!stopping.has_tolerance()) return result;
    if (excess() <= 1) {
      result.status = Status::converged;
      return result;
    }
    if (result.probes >= stretch.limit) {
      result.status = Status::budget;
      return result;
    }
    if (growth.planned()) stopping.next_look();
    next = growth.next(result.probes, excess());
    if (stretch.leaves && stretch.leaves(result.probes, growth.foreseen())) {
      result.left = true;
      result.status = Status::budget;
      return result;
    }
  }
}

}  // namespace isotrace
