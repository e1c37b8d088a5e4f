#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <report/numbers.hpp>
#include <train/spread.hpp>

namespace isotrace::program {
namespace {

std::string shown(double value, int digits) {
  return std::isinf(value) ? "never" : reports::plain(value, digits);
}

}  // namespace

Spread spread_of(std::vector<double> values) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  const bool none = std::any_of(values.begin(), values.end(), [](double x) { return x != x; });
  if (values.empty() || none) return {unknown, unknown, unknown};
  std::sort(values.begin(), values.end());
  const double lower = values[(values.size() - 1) / 2];
  const double upper = values[values.size() / 2];
  return {lower + (lower == upper ? 0 : (upper - lower) / 2), values.front(), values.back()};
}

std::string text_of(const Spread& spread, int digits) {
  if (std::isnan(spread.median)) return {};
  std::string text = shown(spread.median, digits);
  if (spread.low == spread.high) return text;
  return text + fmt::format(" [{}, {}]", shown(spread.low, digits), shown(spread.high, digits));
}

}  // namespace isotrace::program
