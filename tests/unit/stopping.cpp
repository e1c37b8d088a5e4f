#include <catch2/catch.hpp>

#include <lib/statistics/sampling_loop.hpp>
#include <lib/statistics/stopping_rule.hpp>

using namespace isotrace;

TEST_CASE("the looks share what the confidence leaves, and no more", "[stopping]") {
  StoppingRule stopping({.tolerance = 0.1, .confidence = 0.9}, false);
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
  StoppingRule stopping({.confidence = 0.9}, false);
  CHECK_FALSE(stopping.has_tolerance());
  CHECK(stopping.level() == 0.9);
}

TEST_CASE("the trace of a norm is real: its interval is not a joint one", "[stopping]") {
  using C = std::complex<double>;
  const auto levels = [](Component which, double level) {
    return ComponentEstimate{0, 0, {0, which == Component::re ? level : 0}};
  };
  const Options options{.confidence = 0.9};
  const StoppingRule of_trace(options, false);
  const StoppingRule of_norm(options, true);
  CHECK(from_components<C>(of_trace.level_for<C>(), levels).interval.re.high == Approx(0.95));
  CHECK(from_components<C>(of_norm.level_for<C>(), levels).interval.re.high == Approx(0.9));
  CHECK(from_components<double>(of_norm.level_for<double>(), levels).interval.high == Approx(0.9));
}

namespace {

Estimate<double> value_within(double value, double below, double above) {
  Estimate<double> e{};
  e.value = value;
  e.interval = {value - below, value + above};
  return e;
}

}  // namespace

TEST_CASE("a relative tolerance is one of every true value in the interval", "[stopping]") {
  const StoppingRule stopping({.tolerance = 0.1}, false);
  CHECK(stopping.met(value_within(11, 1, 1.2)));  // from 10, a tenth off, to 12.2
  CHECK_FALSE(stopping.met(value_within(10.9, 1, 1)));
  CHECK(stopping.met(value_within(9, 0, 0.999)));
  CHECK_FALSE(stopping.met(value_within(9, 0, 1.01)));
  CHECK(stopping.met(value_within(-11, 1.2, 1)));
  CHECK_FALSE(stopping.met(value_within(-10.9, 1, 1)));
  CHECK_FALSE(stopping.met(value_within(0, 1, 1)));
  CHECK(stopping.met(value_within(0, 0, 0)));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(stopping.met(value_within(5, nan, nan)));
  const StoppingRule either({.tolerance = 0.1, .absolute_tolerance = 1}, false);
  CHECK(either.met(value_within(0, 1, 1)));
  CHECK_FALSE(either.met(value_within(0, 1.01, 0)));
  CHECK(either.met(value_within(22, 2, 2)));
}

TEST_CASE("a tolerance over ℂ is one of the greatest distance in both parts", "[stopping]") {
  const StoppingRule stopping({.tolerance = 0.1}, false);
  const auto around = [](double half) {
    Estimate<std::complex<double>> e{};
    e.value = {8.8, 6.6};
    e.interval = {{8.8 - half, 8.8 + half}, {6.6, 6.6 + half}};
    return e;
  };
  CHECK(stopping.met(around(0.707)));  // √2 · 0.707 = 1, and 0.1 of 11/1.1 is 1
  CHECK_FALSE(stopping.met(around(0.708)));
}

TEST_CASE("a tolerance of a norm is met by the interval of the root", "[stopping]") {
  for (const double relative : {0.3, 0.01}) {
    const StoppingRule stopping({.tolerance = relative}, true);
    for (const double square : {1e-6, 1.0, 50.0}) {
      const double step = 1e-4 * square;
      double radius = 0;
      while (stopping.met(value_within(square, radius + step, radius + step))) radius += step;
      const double norm = std::sqrt(square);
      CAPTURE(relative, square, radius);
      CHECK(radius > 1.2 * relative * square);  // about 2 relative square
      for (const double truth : {square - radius, square + radius}) {
        CHECK(std::abs(std::sqrt(truth) - norm) <= relative * std::sqrt(truth) * (1 + 1e-9));
      }
    }
  }
  const StoppingRule absolute({.absolute_tolerance = 0.5}, true);
  CHECK(absolute.met(value_within(100, 9.7, 10.2)));  // 9.5² = 90.25, 10.5² = 110.25
  CHECK_FALSE(absolute.met(value_within(100, 9.8, 10.2)));
  CHECK_FALSE(absolute.met(value_within(100, 9.7, 10.3)));
}

TEST_CASE("the square root's bias is taken off to second order", "[stopping]") {
  Estimate<double> square = value_within(4, 1, 1);
  square.standard_error = 0.8;
  const Estimate<double> root = square_root(square);
  CHECK(root.value == Approx(2 + 0.64 / (8 * 8)));
  CHECK(root.standard_error == Approx(0.2));
  CHECK(root.interval.low == Approx(std::sqrt(3)));
  square.standard_error = 0;
  CHECK(square_root(square).value == 2);
  CHECK(square_root(value_within(-1, 1, 3)).value == 0);
}

namespace {

/// ±10 in turn around 50: a standard error of 10/√N.
Sample swinging(Index first, Index count) {
  std::vector<double> values;
  for (Index k = first; k < first + count; ++k) values.push_back(k % 2 == 0 ? 60.0 : 40.0);
  return Sample{moments_of(values), {}};
}

}  // namespace

TEST_CASE("a sample grows by doubling until its end is in sight, and ends there", "[stopping]") {
  StoppingRule stopping({.tolerance = 0.02}, false);
  std::vector<Index> sizes;
  const SamplingOutcome s = sample_until<double>(stopping, {.first = 0, .limit = 100000}, 0.0, {},
                                                 [&](Index first, Index count) {
                                                   sizes.push_back(first + count);
                                                   return swinging(first, count);
                                                 });
  CHECK(s.status == Status::converged);
  CHECK(sizes.front() == first_values);
  for (std::size_t i = 1; i < sizes.size(); ++i) CHECK(sizes[i] <= 2 * sizes[i - 1]);
  CHECK(s.probes == sizes.back());
  // 1.96 · 10/√N = 0.02 · 50/1.02 needs 400
  CHECK(s.probes > 400);
  CHECK(s.probes < 700);
}

TEST_CASE("a planned look that fails is paid for", "[stopping]") {
  // the standard deviation grows, so that every foresight falls short
  StoppingRule stopping({.tolerance = 0.02}, false);
  const double before = stopping.level();
  sample_until<double>(stopping, {.first = 0, .limit = 3000}, 0.0, {},
                       [&](Index first, Index count) {
                         std::vector<double> values;
                         for (Index k = first; k < first + count; ++k) {
                           const double size = 2 + 0.05 * static_cast<double>(k);
                           values.push_back(50 + (k % 2 == 0 ? size : -size));
                         }
                         return Sample{moments_of(values), {}};
                       });
  CHECK(stopping.level() > before);
}

TEST_CASE("a sample that is foreseen to be too large is left", "[stopping]") {
  StoppingRule stopping({.tolerance = 1e-4}, false);
  Stretch stretch{.first = 0, .limit = 10'000'000};
  stretch.leaves = [](Index, double foreseen) { return foreseen > 1000; };
  const SamplingOutcome s = sample_until<double>(stopping, stretch, 0.0, {}, swinging);
  CHECK(s.left);
  CHECK(s.probes == first_values);
}
