#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>

#include "report/ticks.hpp"

using namespace isotrace::reports;

namespace {

std::vector<std::string> labels(const Axis& axis, double low, double high) {
  std::vector<std::string> out;
  for (const Tick& tick : ticks(axis, low, high)) out.push_back(tick.label);
  return out;
}

/// The number that a label says: "−0.5", "2·10^{−5}", "2^{7}".
double value_of(std::string label) {
  for (std::size_t at; (at = label.find("−")) != std::string::npos;) label.replace(at, 3, "-");
  const std::size_t hat = label.find("^{");
  if (hat == std::string::npos) return std::stod(label);
  const std::string dot = "·";
  const std::size_t product = label.find(dot);
  const double factor = product == std::string::npos ? 1 : std::stod(label);
  const std::size_t base = product == std::string::npos ? 0 : product + dot.size();
  return factor * std::pow(std::stod(label.substr(base)), std::stod(label.substr(hat + 2)));
}

const Axis linear{};
const Axis decades{.label = "", .scale = Scale::logarithmic};
const Axis doublings{.label = "", .scale = Scale::logarithmic, .base = 2};

}  // namespace

TEST_CASE("ticks are where one expects them") {
  using Labels = std::vector<std::string>;
  CHECK(labels(linear, 0, 1) == Labels{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"});
  CHECK(labels(linear, -250, 1010) == Labels{"−200", "0", "200", "400", "600", "800", "1000"});
  CHECK(labels(linear, 0, 4.1e-5) == Labels{"0", "10^{−5}", "2·10^{−5}", "3·10^{−5}", "4·10^{−5}"});
  CHECK(labels(decades, 0.009, 1.1) == Labels{"0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"});
  CHECK(labels(decades, 2e-6, 3e-4) == Labels{"2·10^{−6}", "5·10^{−6}", "10^{−5}", "2·10^{−5}",
                                              "5·10^{−5}", "10^{−4}", "2·10^{−4}"});
  CHECK(labels(decades, 1e-4, 2000) ==
        Labels{"10^{−4}", "10^{−3}", "10^{−2}", "10^{−1}", "10^{0}", "10^{1}", "10^{2}", "10^{3}"});
  CHECK(labels(doublings, 7, 1100) == Labels{"8", "16", "32", "64", "128", "256", "512", "1024"});
  CHECK(labels(decades, 1.1, 1.9).size() >= 4);
}

TEST_CASE("the ticks of an axis are all decimal or all powers, in order, and say where they are") {
  std::mt19937_64 random(4);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int k = 0; k < 20'000; ++k) {
    const Axis& axis = k % 3 == 0 ? linear : k % 3 == 1 ? decades : doublings;
    double low = std::pow(10.0, 24 * uniform(random) - 12);
    double high = low * (1 + std::pow(10.0, 10 * uniform(random) - (k % 2 == 0 ? 1 : 5)));
    if (k % 3 == 0 && k % 5 == 0) low = -low * uniform(random);
    CAPTURE(low, high, k % 3);
    const std::vector<Tick> found = ticks(axis, low, high);
    REQUIRE(found.size() >= 2);
    REQUIRE(found.size() <= 14);
    int powers = 0;
    int numbers = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
      CAPTURE(found[i].label, found[i].at);
      REQUIRE(found[i].label.find('e') == std::string::npos);
      REQUIRE(value_of(found[i].label) == Approx(found[i].at).epsilon(1e-6).margin(1e-300));
      REQUIRE((i == 0 || found[i].at > found[i - 1].at));
      REQUIRE((i == 0 || found[i].label != found[i - 1].label));
      if (found[i].label == "0") continue;
      (found[i].label.find('^') != std::string::npos ? powers : numbers) += 1;
    }
    REQUIRE((powers == 0 || numbers == 0));
  }
}
