#include <isotrace/verify/battery.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include <isotrace/core/error.hpp>

#include <lib/parallel/arena.hpp>
#include <lib/parallel/parallel_for.hpp>
#include "catalogue.hpp"

namespace isotrace::verify {
namespace {

// Applies Holm's rule to the p-values of all checks that should hold.
void judge(std::vector<CheckResult>& checks, double alpha) {
  std::vector<CheckResult*> tests;
  std::vector<double> p_values;
  for (CheckResult& check : checks) {
    if (check.expected == Expected::holds && check.p_value) {
      tests.push_back(&check);
      p_values.push_back(*check.p_value);
    }
  }
  const std::vector<bool> rejected = holm(p_values, alpha);
  for (std::size_t i = 0; i < tests.size(); ++i) tests[i]->rejected = rejected[i];
}

std::vector<CheckResult> run_group(const Group& group, const BatteryOptions& options,
                                   const Implementations& implementations) {
  Recorder record(group.id, group.field, group.metric, options.seed, options.alpha);
  group.run(record, implementations, options.probes);
  std::vector<CheckResult> results = record.take();
  std::erase_if(results,
                [&](const CheckResult& check) { return !selected(check.id, options.only); });
  return results;
}

// Throws OptionError if a selected id matches no check.
void check_selection(const Battery& battery, const BatteryOptions& options) {
  for (const std::string& wanted : options.only) {
    const bool found =
        std::any_of(battery.checks.begin(), battery.checks.end(),
                    [&](const CheckResult& check) { return selected(check.id, {&wanted, 1}); });
    if (!found) {
      throw OptionError("no check over the chosen fields has the id \"" + wanted +
                        "\"; ids are such as theorem-3.2, 3.2 or erratum-1");
    }
  }
}

}  // namespace

void check(const BatteryOptions& options) {
  if (!(options.alpha > 0.0 && options.alpha < 1.0)) {
    throw OptionError("alpha must lie in (0, 1), found " + fmt::format("{}", options.alpha));
  }
  if (options.probes < 1024) {
    throw OptionError("at least 1024 probes are needed, found " + std::to_string(options.probes));
  }
  if (options.threads < 0) {
    throw OptionError("the number of threads must not be negative, found " +
                      std::to_string(options.threads));
  }
  if (!options.real && !options.complex) throw OptionError("no field was chosen");
}

Battery run_groups(const std::vector<Group>& groups, const BatteryOptions& options,
                   const Implementations& implementations) {
  std::vector<std::vector<CheckResult>> results(groups.size());
  std::mutex mutex;
  Index done = 0;
  const auto stopped = [&] { return options.stop.requested(); };
  parallel_for(static_cast<Index>(groups.size()), [&](Index i) {
    if (stopped()) return;
    results[i] = run_group(groups[i], options, implementations);
    const std::lock_guard lock(mutex);
    ++done;
    if (options.progress) options.progress(done, static_cast<Index>(groups.size()));
  });
  Battery battery{
      false, done != static_cast<Index>(groups.size()), options.alpha, options.seed, {}};
  for (auto& group : results) {
    std::move(group.begin(), group.end(), std::back_inserter(battery.checks));
  }
  judge(battery.checks, options.alpha);
  battery.passed = !battery.interrupted &&
                   std::all_of(battery.checks.begin(), battery.checks.end(),
                               [](const CheckResult& check) { return check.as_expected(); });
  return battery;
}

Battery run(const BatteryOptions& options, const Implementations& implementations) {
  check(options);
  const std::vector<Group> groups = catalogue(options);
  const auto work = [&] { return run_groups(groups, options, implementations); };
  const Battery battery = in_arena(options.threads, work);
  if (!battery.interrupted) check_selection(battery, options);
  return battery;
}

}  // namespace isotrace::verify
