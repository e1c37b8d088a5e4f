#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <vector>

namespace isotrace::program {

/// How two ways of doing a thing are timed against each other.
struct TimingOptions {
  int least_rounds = 7;   ///< also where that takes longer than `seconds`
  int most_rounds = 101;  ///< odd: the median is then one of the rounds
  double seconds = 5;     ///< for the rounds of one case
  /// Seconds; shorter calls are repeated until they last so long. Less than a scheduler's time
  /// slice, so that on a busy machine most rounds are still not interrupted.
  double least_batch = 0.001;
  std::function<double()> clock;      ///< seconds since any moment
  std::function<void()> settle = {};  ///< called before each timed batch, then one warm call
  const std::atomic<bool>* stop = nullptr;
};

/// Seconds of one call, round by round.
struct Rounds {
  std::vector<double> ours;
  std::vector<double> limit;
};

/// Calls both until warm, then times ours, limit, ours, limit, … A call's memory has been touched
/// and its caches filled as far as they will be before the first round. None if stopped.
std::optional<Rounds> interleave(const std::function<void()>& ours,
                                 const std::function<void()>& limit, const TimingOptions& options);

/// What rounds say: the median over them of ours ÷ limit, the range that holds at least the middle
/// 80 % of them (all of them, up to ten rounds), and the medians of both times.
struct Ratio {
  double ratio = 0;
  double low = 0;
  double high = 0;
  double seconds = 0;
  double limit_seconds = 0;
  int rounds = 0;
};

/// limit_scale multiplies the limit's times: that of a limit measured on a part of the work. Throws
/// OptionError unless there are as many times of both, and at least one.
Ratio summarise(const Rounds& rounds, double limit_scale = 1);

/// The middle value, or the mean of the two in the middle. values is not empty.
double median(std::vector<double> values);

}  // namespace isotrace::program
