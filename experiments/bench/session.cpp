#include <bench/session.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

#include <bench/pinning.hpp>

namespace isotrace::program {
namespace {

/// The threads of a BLAS spin for some 25 ms after a product: time for them to fall asleep.
constexpr auto settling_time = std::chrono::milliseconds(40);

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

Rounds against_constant(const Rounds& rounds, double seconds) {
  return {rounds.ours, std::vector<double>(rounds.ours.size(), seconds)};
}

}  // namespace

Session::Session(const BenchOptions& options, BenchResult& result)
    : options_(options), result_(result), cases_(selected_cases(options.only)) {
  std::erase_if(cases_, [&](const BenchCase& one) {
    if (one.threads <= options_.threads) return false;
    result_.skipped.push_back(one.name);
    return true;
  });
}

bool Session::wants(std::string_view prefix) const {
  return !stopped() && std::any_of(cases_.begin(), cases_.end(), [&](const BenchCase& one) {
    return one.name.starts_with(prefix);
  });
}

const BenchCase* Session::wanted(const std::string& name) const {
  const auto place = std::find_if(cases_.begin(), cases_.end(),
                                  [&](const BenchCase& one) { return one.name == name; });
  return place == cases_.end() || stopped() ? nullptr : &*place;
}

void Session::measure(const std::string& name, const std::string& limit, const Contest& contest) {
  const BenchCase* one = wanted(name);
  if (one == nullptr) return;
  PinnedArena(one->threads).execute([&] { keep(*one, limit, contest); });
}

void Session::measure_unpinned(const std::string& name, const std::string& limit,
                               const Contest& contest) {
  if (const BenchCase* one = wanted(name)) keep(*one, limit, contest);
}

void Session::keep(const BenchCase& one, const std::string& limit, const Contest& contest) {
  TimingOptions timing{.clock = now, .stop = options_.stop};
  if (one.threads > 1) timing.settle = [] { std::this_thread::sleep_for(settling_time); };
  const bool constant = !contest.limit;
  const auto rounds = constant ? interleave(contest.ours, contest.ours, timing)
                               : interleave(contest.ours, contest.limit, timing);
  if (!rounds) return;
  const Ratio ratio = constant ? summarise(against_constant(*rounds, contest.limit_seconds))
                               : summarise(*rounds, contest.limit_scale);
  result_.cases.push_back({one.name, limit, ratio, one.target});
  if (options_.progress) {
    options_.progress(static_cast<Index>(result_.cases.size()), static_cast<Index>(cases_.size()));
  }
}

void Session::note_factorisation(const std::string& what, double seconds) {
  result_.factorisations[what] = seconds;
}

}  // namespace isotrace::program
