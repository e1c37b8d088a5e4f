#include "ticks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace isotrace::reports {
namespace {

// Labels are decimal if the magnitudes of all numbers other than 0 lie within these limits.
constexpr double least_decimal = 9.99e-4;
constexpr double most_decimal = 9.99e5;

// A number as factor · base^exponent, factor from 1 to below the base; 0 is 0 · base^0.
struct Scaled {
  double at;
  double factor;
  int exponent;
};

std::string with_minus(std::string number) {
  return number.starts_with('-') ? "−" + number.substr(1) : number;
}

// A number with `decimals` decimals.
std::string decimal(double at, int decimals) {
  return with_minus(fmt::format("{:.{}f}", at == 0 ? 0.0 : at, decimals));
}

std::string power(double factor, int decimals, int base, int exponent) {
  const std::string last = fmt::format("{}^{{{}}}", base, with_minus(fmt::format("{}", exponent)));
  const std::string number = decimal(factor, decimals);
  return number == "1" ? last : number + "·" + last;
}

bool are_decimal(const std::vector<Scaled>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](const Scaled& number) {
    const double size = std::abs(number.at);
    return size == 0 || (size >= least_decimal && size <= most_decimal);
  });
}

// The number of decimals, at least 0, of 1, 2 or 5 times a power of ten.
int decimals_of(double step) {
  return std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
}

// About eight ticks.
std::vector<Tick> linear_ticks(double low, double high) {
  const double raw = (high - low) / 8;
  const double ten = std::pow(10.0, std::floor(std::log10(raw)));
  double step = 10 * ten;
  for (const double factor : {5.0, 2.0, 1.0}) {
    if (factor * ten >= raw * (1 - 1e-9)) step = factor * ten;
  }
  const double greatest = std::max(std::abs(low), std::abs(high));
  const bool plain =
      step >= least_decimal / 10 && greatest >= least_decimal && greatest <= most_decimal;
  const int exponent = static_cast<int>(std::floor(std::log10(greatest)));
  const double unit = std::pow(10.0, exponent);
  std::vector<Tick> out;
  for (double k = std::ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; ++k) {
    const double at = k * step;
    if (plain) {
      out.push_back({at, decimal(at, decimals_of(step))});
    } else {
      out.push_back({at, k == 0 ? "0" : power(at / unit, decimals_of(step / unit), 10, exponent)});
    }
  }
  return out;
}

std::vector<Scaled> logarithmic_places(const Axis& axis, double low, double high) {
  const double decades = std::log10(high / low);
  const double base = axis.base;
  const int first = static_cast<int>(std::floor(std::log(low) / std::log(base)));
  const int last = static_cast<int>(std::ceil(std::log(high) / std::log(base)));
  const int step = std::max(1, (last - first + 9) / 10);
  std::vector<Scaled> places;
  const auto add = [&](double factor, int exponent) {
    const double at = factor * std::pow(base, exponent);
    if (at >= low * (1 - 1e-9) && at <= high * (1 + 1e-9)) places.push_back({at, factor, exponent});
  };
  for (int k = first; k <= last; ++k) {
    if (k % step != 0) continue;
    add(1, k);
    if (axis.base != 10 || decades >= 2.5) continue;
    add(2, k);
    add(5, k);
  }
  return places;
}

}  // namespace

std::vector<Tick> ticks(const Axis& axis, double low, double high) {
  if (axis.scale == Scale::linear) return linear_ticks(low, high);
  const std::vector<Scaled> places = logarithmic_places(axis, low, high);
  if (places.size() < 2) return linear_ticks(low, high);
  const bool plain = are_decimal(places);
  std::vector<Tick> out;
  for (const Scaled& place : places) {
    out.push_back({place.at, plain ? with_minus(fmt::format("{:.10g}", place.at))
                                   : power(place.factor, 0, axis.base, place.exponent)});
  }
  return out;
}

}  // namespace isotrace::reports
