#include <bench/timing.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <isotrace/core/error.hpp>

namespace isotrace::program {
namespace {

constexpr int most_calls = 1 << 24;

bool stopped(const TimingOptions& options) {
  return options.stop != nullptr && options.stop->load();
}

/// Seconds of `calls` calls in total.
double batch_seconds(const std::function<void()>& f, int calls, const TimingOptions& options) {
  if (options.settle) {
    options.settle();
    f();  // wakes the threads that fell asleep during settling
  }
  const double start = options.clock();
  for (int i = 0; i < calls; ++i) f();
  return options.clock() - start;
}

struct Batch {
  int calls;
  double seconds;
};

/// A batch of calls that lasts about least_batch, found by warm calls.
Batch calibrated(const std::function<void()>& f, const TimingOptions& options) {
  f();
  for (int calls = 1;; calls *= 2) {
    const double seconds = batch_seconds(f, calls, options);
    if (seconds < options.least_batch / 4 && calls < most_calls && !stopped(options)) continue;
    const double wanted = std::ceil(options.least_batch / seconds * calls);
    const int enough =
        seconds > 0 ? static_cast<int>(std::clamp(wanted, 1.0, 1.0 * most_calls)) : calls;
    return {enough, seconds / calls * enough};
  }
}

}  // namespace

std::optional<Rounds> interleave(const std::function<void()>& ours,
                                 const std::function<void()>& limit, const TimingOptions& options) {
  const Batch mine = calibrated(ours, options);
  const Batch theirs = calibrated(limit, options);
  const double fit = options.seconds / (mine.seconds + theirs.seconds);
  const int wanted =
      static_cast<int>(std::clamp(fit, 1.0 * options.least_rounds, 1.0 * options.most_rounds));
  Rounds rounds;
  for (int i = 0; i < wanted; ++i) {
    if (stopped(options)) return std::nullopt;
    rounds.ours.push_back(batch_seconds(ours, mine.calls, options) / mine.calls);
    rounds.limit.push_back(batch_seconds(limit, theirs.calls, options) / theirs.calls);
  }
  return rounds;
}

double median(std::vector<double> values) {
  const std::size_t half = values.size() / 2;
  std::sort(values.begin(), values.end());
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

Ratio summarise(const Rounds& rounds, double limit_scale) {
  const std::size_t count = rounds.ours.size();
  if (count == 0 || rounds.limit.size() != count) {
    throw OptionError(
        fmt::format("found {} rounds of ours and {} of the limit, expected as many "
                    "of both and at least one",
                    count, rounds.limit.size()));
  }
  std::vector<double> ratios;
  for (std::size_t i = 0; i < count; ++i) {
    ratios.push_back(rounds.ours[i] / (limit_scale * rounds.limit[i]));
  }
  std::sort(ratios.begin(), ratios.end());
  const auto last = static_cast<double>(count - 1);
  return {.ratio = median(ratios),
          .low = ratios[static_cast<std::size_t>(std::floor(0.1 * last))],
          .high = ratios[static_cast<std::size_t>(std::ceil(0.9 * last))],
          .seconds = median(rounds.ours),
          .limit_seconds = limit_scale * median(rounds.limit),
          .rounds = static_cast<int>(count)};
}

}  // namespace isotrace::program
