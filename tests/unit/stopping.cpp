#include <catch2/catch.hpp>

#include <lib/estimators/sequential.hpp>
#include <lib/estimators/stopping.hpp>

using namespace isotrace;

TEST_CASE("the looks share what the confidence leaves, and no more", "[stopping]") {
  Stopping stopping({.tolerance = 0.1, .confidence = 0.9}, false);
  double spent = 0;
  for (int look = 0; look < 40; ++look) {
    CHECK(stopping.level() > 0.9);
    spent += 1 - stopping.level();
    stopping.next_look();
  }
  CHECK(spent <= 0.1 + 1e-12);
  CHECK(spent == Approx(0.1));
}

TEST_CASE("without a tolerance the one look has all of the confidence", "[stopping]") {
  Stopping stopping({.confidence = 0.9}, false);
  CHECK_FALSE(stopping.wanted());
  CHECK(stopping.level() == 0.9);
}

TEST_CASE("the trace of a norm is real: its interval is not a joint one", "[stopping]") {
  using C = std::complex<double>;
  const auto levels = [](Component which, double level) {
    return Part{0, 0, {0, which == Component::re ? level : 0}};
  };
  const Options options{.confidence = 0.9};
  const Stopping of_trace(options, false);
  const Stopping of_norm(options, true);
  CHECK(from_parts<C>(of_trace.level_for<C>(), levels).interval.re.high == Approx(0.95));
  CHECK(from_parts<C>(of_norm.level_for<C>(), levels).interval.re.high == Approx(0.9));
  CHECK(from_parts<double>(of_norm.level_for<double>(), levels).interval.high == Approx(0.9));
}

TEST_CASE("a relative tolerance is one of the true value, as far as the interval tells it",
          "[stopping]") {
  const Stopping stopping({.tolerance = 0.1}, false);
  CHECK(stopping.met(11, 1));  // the true value is at least 10
  CHECK_FALSE(stopping.met(10.9, 1));
  CHECK_FALSE(stopping.met(0, 1));
  CHECK(stopping.met(0, 0));
  const Stopping either({.tolerance = 0.1, .absolute_tolerance = 1}, false);
  CHECK(either.met(0, 1));
  CHECK_FALSE(either.met(0, 1.01));
  CHECK(either.met(22, 2));
}

TEST_CASE("a radius of the square that is met is one of the root", "[stopping]") {
  for (const double relative : {0.3, 0.01}) {
    const Stopping stopping({.tolerance = relative}, true);
    for (const double square : {1e-6, 1.0, 50.0}) {
      double radius = 0;
      while (stopping.met(square, radius + 1e-4 * square)) radius += 1e-4 * square;
      const double norm = std::sqrt(square);
      CAPTURE(relative, square, radius);
      CHECK(radius > 1.2 * relative * square);  // about 2 relative square
      for (const double truth : {square - radius, square + radius}) {
        CHECK(std::abs(std::sqrt(truth) - norm) <= relative * std::sqrt(truth));
      }
    }
  }
  const Stopping absolute({.absolute_tolerance = 0.5}, true);
  CHECK(absolute.met(0.1, 0.25));
  CHECK(absolute.met(100, 9.4));  // 2 · 0.5 · √(100 − 9.4) = 9.52
  CHECK_FALSE(absolute.met(100, 9.6));
}

TEST_CASE("a sample pays for each of its looks", "[stopping]") {
  // ±10 in turn around 50: a standard error of 10/√N, so that the look at 32 values is too early
  const auto draw = [](Index first, Index count) {
    std::vector<double> values;
    for (Index k = first; k < first + count; ++k) values.push_back(k % 2 == 0 ? 60.0 : 40.0);
    return Sample{moments_of(values), {}};
  };
  Stopping stopping({.tolerance = 0.02, .confidence = 0.9}, false);
  int looks = 0;
  const Sampled s = sample_until<double>(stopping, {.first = 0, .limit = 100000}, 0.0, {},
                                         [&](Index first, Index count) {
                                           ++looks;
                                           return draw(first, count);
                                         });
  CHECK(s.status == Status::converged);
  REQUIRE(looks == 2);
  Stopping second({.tolerance = 0.02, .confidence = 0.9}, false);
  second.next_look();
  CHECK(stopping.level() == second.level());
  const auto e = estimate_of<double>(s.sample, second.level());
  CHECK(radius(e.value, e.interval) <= 0.02 * (e.value - radius(e.value, e.interval)));
}
