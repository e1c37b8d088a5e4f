#include <catch2/catch.hpp>

#include <bench/timing.hpp>
#include <isotrace/core/error.hpp>

using isotrace::program::interleave;
using isotrace::program::median;
using isotrace::program::Ratio;
using isotrace::program::Rounds;
using isotrace::program::summarise;
using isotrace::program::TimingOptions;

namespace {

/// A clock that moves only when work is done, and a record of who worked.
struct Fake {
  double now = 0;
  std::string calls;

  std::function<void()> work(char who, double seconds) {
    return [this, who, seconds] {
      now += seconds;
      calls += who;
    };
  }
  TimingOptions options() {
    return {
        .least_rounds = 5, .most_rounds = 25, .seconds = 250, .least_batch = 1, .clock = [this] {
          return now;
        }};
  }
};

}  // namespace

TEST_CASE("rounds time ours and the limit in turn, after warm calls of both", "[bench]") {
  Fake fake;
  const auto rounds = interleave(fake.work('o', 3), fake.work('l', 2), fake.options());
  REQUIRE(rounds.has_value());
  CHECK(rounds->ours == std::vector<double>(25, 3.0));
  CHECK(rounds->limit == std::vector<double>(25, 2.0));
  std::string expected = "ooll";
  for (int i = 0; i < 25; ++i) expected += "ol";
  CHECK(fake.calls == expected);
}

TEST_CASE("short calls are repeated until a batch lasts, long ones get fewer rounds", "[bench]") {
  Fake fake;
  const auto rounds = interleave(fake.work('o', 0.125), fake.work('l', 4), fake.options());
  REQUIRE(rounds.has_value());
  CHECK(rounds->ours == std::vector<double>(25, 0.125));
  CHECK(fake.calls.ends_with("l" + std::string(8, 'o') + "l"));

  Fake slow;
  const auto few = interleave(slow.work('o', 15), slow.work('l', 10), slow.options());
  CHECK(few->ours.size() == 10);
  Fake slowest;
  const auto least = interleave(slowest.work('o', 60), slowest.work('l', 40), slowest.options());
  CHECK(least->ours.size() == 5);
}

TEST_CASE("every timed batch is preceded by settling and a warm call, which are not timed",
          "[bench]") {
  Fake fake;
  TimingOptions options = fake.options();
  options.settle = fake.work('s', 50);
  const auto rounds = interleave(fake.work('o', 3), fake.work('l', 2), options);
  REQUIRE(rounds.has_value());
  CHECK(rounds->ours == std::vector<double>(25, 3.0));
  CHECK(fake.calls.ends_with("soosll"));
}

TEST_CASE("a case that is stopped has no rounds", "[bench]") {
  Fake fake;
  std::atomic<bool> stop = false;
  TimingOptions options = fake.options();
  options.stop = &stop;
  int calls = 0;
  const auto ours = [&] {
    fake.now += 3;
    if (++calls == 6) stop = true;
  };
  CHECK_FALSE(interleave(ours, fake.work('l', 2), options).has_value());
  CHECK(calls == 6);
}

TEST_CASE("a ratio is the median over rounds, not the ratio of medians", "[bench]") {
  const Ratio r = summarise({{1, 2, 9}, {1, 4, 3}});
  CHECK(r.ratio == 1);
  CHECK(r.low == 0.5);
  CHECK(r.high == 3);
  CHECK(r.seconds == 2);
  CHECK(r.limit_seconds == 3);
  CHECK(r.rounds == 3);
}

TEST_CASE("the range is that of the middle 80 % of many rounds", "[bench]") {
  Rounds rounds;
  for (int i = 100; i >= 0; --i) {
    rounds.ours.push_back(i);
    rounds.limit.push_back(1);
  }
  const Ratio r = summarise(rounds);
  CHECK(r.ratio == 50);
  CHECK(r.low == 10);
  CHECK(r.high == 90);
}

TEST_CASE("a limit measured on a part of the work is scaled", "[bench]") {
  const Ratio r = summarise({{2, 2, 2}, {4, 4, 4}}, 4);
  CHECK(r.ratio == 0.125);
  CHECK(r.limit_seconds == 16);
}

TEST_CASE("medians of odd and even counts", "[bench]") {
  CHECK(median({3}) == 3);
  CHECK(median({5, 1, 3}) == 3);
  CHECK(median({4, 1, 3, 2}) == 2.5);
}

TEST_CASE("rounds that do not pair up are refused", "[bench]") {
  CHECK_THROWS_AS(summarise({{1, 2}, {1}}), isotrace::OptionError);
  CHECK_THROWS_AS(summarise(Rounds{}), isotrace::OptionError);
}
