#define ISOTRACE_ISA reference_isa  // a build of the kernels' headers for this test alone
#include "samplers/kernels/rejects.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

namespace kernels = isotrace::reference_isa;
using kernels::layers;
using kernels::rectangles;
using kernels::ziggurat;

namespace {

/// |x − exact| in units of the last place of a double of exact's size.
double ulps(double x, long double exact) {
  int exponent = 0;
  std::frexp(static_cast<double>(exact), &exponent);
  return static_cast<double>(std::abs(x - exact) / std::ldexp(1.0L, exponent - 53));
}

long double exact_bell(long double x) {
  return std::exp(-0.5L * x * x);
}

}  // namespace

TEST_CASE("rectangles of the ziggurat lie under the curve and have equal areas", "[kernels]") {
  const double area = std::sqrt(std::acos(0.0)) / layers;  // √(π/2)/1024
  double floor = 0.0;
  for (int j = 0; j < rectangles; ++j) {
    CAPTURE(j);
    REQUIRE(ziggurat.height[j] ==
            Approx(static_cast<double>(exact_bell(ziggurat.edge[j]))).epsilon(1e-15));
    REQUIRE(ziggurat.edge[j] * (ziggurat.height[j] - floor) == Approx(area).epsilon(1e-11));
    REQUIRE(ziggurat.scaled_edge[j] == std::ldexp(ziggurat.edge[j], -63));
    if (j > 0) REQUIRE(ziggurat.edge[j] < ziggurat.edge[j - 1]);
    floor = ziggurat.height[j];
  }
  for (int j = rectangles; j < layers; ++j) {
    REQUIRE(ziggurat.edge[j] == 0.0);
    REQUIRE(ziggurat.scaled_edge[j] == 0.0);
  }
  // No further rectangle fits: x (f(x) − floor) stays below the area.
  for (double x = 0.001; x < ziggurat.edge[rectangles - 1]; x += 0.001) {
    REQUIRE(x * (std::exp(-0.5 * x * x) - floor) < area);
  }
}

TEST_CASE("what the rectangles leave uncovered is what the other layers stand for", "[kernels]") {
  // ∫ under the curve in each box, less the rectangles' parts, by the error function.
  const double half_root = std::sqrt(0.5), scale = std::sqrt(std::acos(0.0));
  const auto beyond = [&](double x) { return scale * std::erfc(x * half_root); };
  double sum = beyond(ziggurat.edge[0]);
  for (int j = 1; j <= rectangles; ++j) {
    const double under = beyond(ziggurat.edge[j]) - beyond(ziggurat.edge[j - 1]);
    sum += under - (ziggurat.edge[j - 1] - ziggurat.edge[j]) * ziggurat.height[j - 1];
  }
  CHECK(sum == Approx(scale * (layers - rectangles) / layers).epsilon(1e-10));
}

TEST_CASE("the alias table gives each box a share like its area", "[kernels]") {
  std::vector<double> share(layers, 0.0);
  double total = 0.0;
  for (int i = 0; i < layers; ++i) {
    const double own = std::ldexp(static_cast<double>(ziggurat.threshold[i]), -54);
    REQUIRE(own <= 1.0);
    share[i] += own / layers;
    share[ziggurat.alias[i]] += (1.0 - own) / layers;
    total += kernels::box_area(ziggurat, i);
  }
  for (int box = 0; box < layers; ++box) {
    REQUIRE(share[box] ==
            Approx(kernels::box_area(ziggurat, box) / total).margin(1e-15).epsilon(1e-11));
  }
}

TEST_CASE("elementary functions are right to an ulp", "[kernels]") {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> uniform;
  double worst[4] = {};
  for (int i = 0; i < 300'000; ++i) {
    const double x = -90.0 * uniform(random) + 2.0;
    worst[0] = std::max(worst[0], ulps(kernels::exp(x), std::exp(static_cast<long double>(x))));
    const double u = std::ldexp(0.5 + uniform(random), -static_cast<int>(random() % 54));
    worst[1] = std::max(worst[1], ulps(kernels::log(u), std::log(static_cast<long double>(u))));
    const double angle = (uniform(random) - 0.5) * std::acos(0.0);
    const auto exact = static_cast<long double>(angle);
    worst[2] = std::max(worst[2], ulps(kernels::sin_octant(angle), std::sin(exact)));
    worst[3] = std::max(worst[3], ulps(kernels::cos_octant(angle), std::cos(exact)));
  }
  CHECK(worst[0] <= 1.0);
  CHECK(worst[1] <= 1.0);
  CHECK(worst[2] <= 1.0);
  CHECK(worst[3] <= 1.0);
  CHECK(kernels::exp(0.0) == 1.0);
  CHECK(kernels::log(1.0) == 0.0);
}

TEST_CASE("redone numbers depend on their words alone", "[kernels]") {
  std::mt19937_64 random(8);
  std::vector<std::uint64_t> words(kernels::Uncovered::capacity);
  for (auto& word : words) word = random() | 1023;
  std::vector<double> together(words.size());
  kernels::Uncovered().draw(words.data(), together.data(), static_cast<int>(words.size()));
  for (std::size_t i = 0; i < words.size(); ++i) {
    double alone = 0.0;
    kernels::Uncovered().draw(&words[i], &alone, 1);
    REQUIRE(alone == together[i]);
    REQUIRE(alone > 0.0);
  }
}

TEST_CASE("a jump over words is as many steps", "[kernels]") {
  const std::uint64_t increment = 12345;
  std::uint64_t state = 99;
  for (std::uint64_t steps = 0; steps < 70; ++steps) {
    REQUIRE(kernels::jump(steps)(std::uint64_t{99}, increment) == state);
    state = state * kernels::pcg_multiplier + increment;
  }
}
