#include <catch2/catch.hpp>

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
