#include <isotrace/function/spectral_function.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <isotrace/core/error.hpp>

namespace isotrace {
namespace {

std::string interval_of(const SpectralFunction::Properties& p) {
  return fmt::format("{} {}", p.closed ? "at least" : "above", p.low);
}

}  // namespace

SpectralFunction::SpectralFunction(std::string name, std::function<double(double)> f,
                                   Properties properties)
    : name_(std::move(name)), f_(std::move(f)), properties_(properties) {
  if (!f_) throw OptionError("found no function, expected one that can be called");
}

bool SpectralFunction::finite(double x) const {
  return holds(x) && std::isfinite(f_(x));
}

double SpectralFunction::operator()(double x, double rounding) const {
  if (properties_.closed && x < properties_.low && x >= properties_.low - rounding) {
    x = properties_.low;
  }
  if (!holds(x)) {
    throw OperatorError(fmt::format("found the eigenvalue {:.6g}, expected {} for {}", x,
                                    interval_of(properties_), name_));
  }
  const double value = f_(x);
  if (!std::isfinite(value)) {
    throw NotFiniteError(fmt::format("{} of the eigenvalue {:.6g} is {}", name_, x, value));
  }
  return value;
}

namespace functions {

// The signs of derivatives from the second on: (−1)^(m−1) for log, √x and x/(x + α), (−1)^m for
// 1/x and 1/√x, 1 for exp.

SpectralFunction log() {
  return {"log", [](double x) { return std::log(x); }, {.low = 0, .enclosure = Enclosure::lower}};
}

SpectralFunction log1p() {
  return {
      "log1p", [](double x) { return std::log1p(x); }, {.low = -1, .enclosure = Enclosure::lower}};
}

SpectralFunction exp() {
  return {"exp", [](double x) { return std::exp(x); }, {.enclosure = Enclosure::upper}};
}

SpectralFunction inverse() {
  return {"inverse", [](double x) { return 1 / x; }, {.low = 0, .enclosure = Enclosure::lower}};
}

SpectralFunction sqrt() {
  return {"sqrt",
          [](double x) { return std::sqrt(x); },
          {.low = 0, .closed = true, .enclosure = Enclosure::lower}};
}

SpectralFunction inverse_sqrt() {
  return {"inverse-sqrt",
          [](double x) { return 1 / std::sqrt(x); },
          {.low = 0, .enclosure = Enclosure::lower}};
}

SpectralFunction power(double p) {
  if (!std::isfinite(p)) throw OptionError(fmt::format("the power is {}, expected a number", p));
  SpectralFunction::Properties properties{.enclosure = Enclosure::lower};
  constexpr double largest = 1e6;  // degree that a quadrature could be exact for
  if (p >= 0 && p == std::floor(p) && p > largest) {
    properties.enclosure = Enclosure::none;
  } else if (p >= 0 && p == std::floor(p)) {
    properties.enclosure = Enclosure::none;
    properties.degree = static_cast<Index>(p);
  } else {
    properties.low = 0;
    properties.closed = p > 0;
    // the m-th derivative has the sign of p(p − 1)…(p − m + 1), which alternates for m > p
    properties.from = static_cast<Index>(std::clamp(std::ceil((p + 1) / 2), 1.0, largest));
  }
  return {fmt::format("power:{}", p), [p](double x) { return std::pow(x, p); }, properties};
}

SpectralFunction ratio(double alpha) {
  if (!(alpha > 0) || !std::isfinite(alpha)) {
    throw OptionError(fmt::format("the α of a ratio is {}, expected a positive number", alpha));
  }
  return {fmt::format("ratio:{}", alpha),
          [alpha](double x) { return x / (x + alpha); },
          {.low = -alpha, .enclosure = Enclosure::lower}};
}

SpectralFunction sign() {
  return {"sign", [](double x) { return x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0; }};
}

SpectralFunction smooth_step(double at, double width) {
  if (!std::isfinite(at) || !(width > 0) || !std::isfinite(width)) {
    throw OptionError(
        fmt::format("a step at {} of width {}, expected numbers, the width positive", at, width));
  }
  return {fmt::format("step:{}:{}", at, width),
          [at, width](double x) { return 1 / (1 + std::exp((x - at) / width)); }};
}

namespace {

/// The numbers behind the colons of a word; none if one is no number.
std::optional<std::vector<double>> numbers_of(std::string_view word) {
  std::vector<double> numbers;
  for (auto colon = word.find(':'); colon != std::string_view::npos; colon = word.find(':')) {
    word.remove_prefix(colon + 1);
    const std::string_view part = word.substr(0, word.find(':'));
    double number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc() || end != part.data() + part.size()) return std::nullopt;
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace

SpectralFunction parse(std::string_view word) {
  const std::string_view name = word.substr(0, word.find(':'));
  const auto numbers = numbers_of(word);
  const std::size_t count = numbers ? numbers->size() : 3;
  if (count == 0) {
    for (const auto& [one, make] :
         {std::pair("log", &log), std::pair("log1p", &log1p), std::pair("exp", &exp),
          std::pair("inverse", &inverse), std::pair("sqrt", &sqrt),
          std::pair("inverse-sqrt", &inverse_sqrt), std::pair("sign", &sign)}) {
      if (name == one) return make();
    }
  }
  if (name == "power" && count == 1) return power(numbers->front());
  if (name == "ratio" && count == 1) return ratio(numbers->front());
  if (name == "step" && count == 2) return smooth_step(numbers->front(), numbers->back());
  throw OptionError(
      fmt::format("found the function '{}', expected log, log1p, exp, inverse, sqrt, inverse-sqrt, "
                  "sign, power:P, ratio:ALPHA or step:AT:WIDTH",
                  word));
}

}  // namespace functions

}  // namespace isotrace
