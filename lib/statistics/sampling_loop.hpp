#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "sample_estimate.hpp"
#include "stopping_rule.hpp"

namespace isotrace {

/// Values of the first look at a sample.
inline constexpr Index first_values = 24;

/// Where a sample begins and ends.
struct Stretch {
  Index first;      ///< the first probe
  Index limit;      ///< probes that can be paid for, with those of `begun`; whole groups
  Index group = 1;  ///< of the law
  /// Values that are there already, looked at in vain: of whole groups, before the first probe.
  Sample begun = {};
  Index first_look = first_values;  ///< values of the first look
  /// Of a sample of so many values that is foreseen to need so many: whether the caller has
  /// something better.
  std::function<bool(Index, double)> leaves = {};
};

/// What a sampling loop came to.
struct SamplingOutcome {
  Sample sample;
  Status status;
  Index probes;       ///< of the sample
  bool left = false;  ///< for something better
};

/// How a sample grows to a tolerance: what is seen of it foresees where the tolerance will be met;
/// that is where the next look is, but no step more than doubles the sample, whatever is foreseen
/// from few values.
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
  /// Probes at which the tolerance is foreseen to be met.
  double foreseen() const { return foreseen_; }
  /// Whether the end was foreseen at the size that next() gave.
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

/// Draws by draw(first, count) until the interval of known + mean meets the tolerance, or all is
/// spent; without a tolerance all at once.
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
