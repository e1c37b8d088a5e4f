#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <vector>

namespace isotrace::program {

/// How two functions are timed against each other.
struct TimingOptions {
  int least_rounds = 7;   ///< even if they take longer than `seconds`
  int most_rounds = 101;  ///< odd: the median is then one of the rounds
  double seconds = 5;     ///< for the rounds of one case
  /// Seconds of a batch: shorter calls are repeated. It is less than a scheduler's time slice, so
  /// that even on a busy machine most rounds are not interrupted.
  double least_batch = 0.001;
  std::function<double()> clock;      ///< seconds since an arbitrary moment
  std::function<void()> settle = {};  ///< called before each timed batch and its warm-up call
  const std::atomic<bool>* stop = nullptr;
};

/// Seconds of one call, round by round.
struct Rounds {
  std::vector<double> ours;
  std::vector<double> limit;
};

/// Calls both functions until memory is touched and caches are filled, then times ours, limit,
/// ours, limit, … None if stopped.
std::optional<Rounds> interleave(const std::function<void()>& ours,
                                 const std::function<void()>& limit, const TimingOptions& options);

/// Summary of rounds: the median of ours ÷ limit, the range of at least the middle 80 % of the
/// rounds (of all, up to ten rounds), and the medians of both times.
struct Ratio {
  double ratio = 0;
  double low = 0;
  double high = 0;
  double seconds = 0;
  double limit_seconds = 0;
  int rounds = 0;
};

/// limit_scale multiplies the limit's times, for a limit measured on a part of the work. Throws
/// OptionError unless both have the same number of times, at least one.
Ratio summarise(const Rounds& rounds, double limit_scale = 1);

/// The middle value, or the mean of the two in the middle. values is not empty.
double median(std::vector<double> values);

}  // namespace isotrace::program
