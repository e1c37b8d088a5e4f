#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <mutex>

#include <isotrace/core/error.hpp>

#include <lib/parallel/arena.hpp>
#include <lib/parallel/parallel_for.hpp>
#include "catalogue.hpp"

namespace isotrace::verify {
namespace {

bool false_alarm(const Battery& battery) {
  return std::any_of(battery.checks.begin(), battery.checks.end(), [](const CheckResult& check) {
    return check.expected == Expected::holds && check.rejected;
  });
}

// The smallest k with P(X ≤ k) > 0.005 and the largest with P(X ≥ k) > 0.005, for
// X ~ Binomial(count, p).
std::pair<Index, Index> binomial_band(Index count, double p) {
  const boost::math::binomial law(static_cast<double>(count), p);
  Index low = 0;
  while (boost::math::cdf(law, static_cast<double>(low)) <= 0.005) ++low;
  Index high = count;
  while (high > 0 &&
         boost::math::cdf(boost::math::complement(law, static_cast<double>(high - 1))) <= 0.005) {
    --high;
  }
  return {low, high};
}

}  // namespace

SizeResult measure_size(const BatteryOptions& options, Index seeds,
                        const Implementations& implementations) {
  check(options);
  if (seeds < 1) {
    throw OptionError("at least one seed is needed, found " + std::to_string(seeds));
  }
  const std::vector<Group> groups = catalogue(options);
  SizeResult size{};
  std::mutex mutex;
  const auto one = [&](Index k) {
    if (options.stop.requested()) return;
    BatteryOptions own = options;
    own.seed = static_cast<std::uint64_t>(k) + 1;
    own.progress = {};
    const Battery battery = run_groups(groups, own, implementations);
    if (battery.interrupted) return;
    const std::lock_guard lock(mutex);
    ++size.seeds;
    if (false_alarm(battery)) size.rejecting.push_back(own.seed);
    if (options.progress) options.progress(size.seeds, seeds);
  };
  const auto all = [&] { parallel_for(seeds, one); };
  in_arena(options.threads, all);
  std::sort(size.rejecting.begin(), size.rejecting.end());
  size.rejections = static_cast<Index>(size.rejecting.size());
  if (size.seeds > 0) std::tie(size.low, size.high) = binomial_band(size.seeds, options.alpha);
  return size;
}

}  // namespace isotrace::verify
