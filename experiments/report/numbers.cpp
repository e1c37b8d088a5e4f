#include "numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

namespace isotrace::reports {
namespace {

// floor(log10 x) for x > 0.
int decade(double x) {
  return static_cast<int>(std::floor(std::log10(x)));
}

std::string in_brackets(const std::string& value, const std::string& low, const std::string& high) {
  return fmt::format("{} [{}, {}]", value, low, high);
}

std::string superscript(std::string_view digits) {
  static constexpr std::array<std::string_view, 10> raised{"⁰", "¹", "²", "³", "⁴",
                                                           "⁵", "⁶", "⁷", "⁸", "⁹"};
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  std::string out;
  for (const char c : digits) out += raised[static_cast<std::size_t>(c - '0')];
  return out;
}

}  // namespace

std::string plain(double x, int digits) {
  return std::isnan(x) ? "nan" : fmt::format("{:.{}g}", x, digits);
}

std::string rounded(double x, int digits) {
  return std::isnan(x) ? "nan" : fmt::format("{:#.{}g}", x, digits);
}

std::string with_interval(double value, double low, double high) {
  const double half = 0.5 * (high - low);
  const double size = std::max({std::abs(value), std::abs(low), std::abs(high)});
  if (!std::isfinite(half) || !(half > 0) || !std::isfinite(value)) {
    return in_brackets(plain(value, 5), plain(low, 5), plain(high, 5));
  }
  const bool power = size < 1e-3 || size >= 1e6;
  const int last = decade(half) - 1;  // 10^last is the last digit's place
  const auto shown = [&](double x) {
    if (power) return fmt::format("{:.{}e}", x, std::max(0, decade(size) - last));
    return fmt::format("{:.{}f}", x, std::max(0, -last));
  };
  return in_brackets(shown(value), shown(low), shown(high));
}

std::string typeset(const std::string& number) {
  std::string out;
  for (std::size_t i = 0; i < number.size(); ++i) {
    const char c = number[i];
    const bool power = c == 'e' && i > 0 && i + 2 < number.size() && number[i - 1] >= '0' &&
                       number[i - 1] <= '9' && (number[i + 1] == '-' || number[i + 1] == '+');
    if (power) {
      const std::size_t end =
          std::min(number.find_first_not_of("0123456789", i + 2), number.size());
      out += number[i + 1] == '-' ? "·10⁻" : "·10";
      out += superscript(std::string_view(number).substr(i + 2, end - i - 2));
      i = end - 1;
    } else if (c == '-') {
      out += "−";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace isotrace::reports
