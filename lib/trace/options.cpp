#include <isotrace/trace/options.hpp>

#include <fmt/format.h>

#include <cmath>

#include <isotrace/core/error.hpp>

namespace isotrace {

void check(const Options& options) {
  const auto check_budget = [](const char* name, const std::optional<Index>& matvecs) {
    if (matvecs && *matvecs < 1) {
      throw OptionError(fmt::format("{} must be at least 1, found {}", name, *matvecs));
    }
  };
  check_budget("matvecs", options.matvecs);
  check_budget("max_matvecs", options.max_matvecs);
  if (options.matvecs && options.max_matvecs) {
    throw OptionError(
        fmt::format("matvecs and max_matvecs are one budget: found both, {} and {}, expected one",
                    *options.matvecs, *options.max_matvecs));
  }
  const auto check_tolerance = [](const char* name, double tolerance) {
    if (!(tolerance >= 0 && std::isfinite(tolerance))) {
      throw OptionError(
          fmt::format("{} must be 0 (none) or positive and finite, found {}", name, tolerance));
    }
  };
  check_tolerance("tolerance", options.tolerance);
  check_tolerance("absolute_tolerance", options.absolute_tolerance);
  if (!(options.confidence > 0 && options.confidence < 1)) {
    throw OptionError(
        fmt::format("confidence must lie strictly between 0 and 1, found {}", options.confidence));
  }
  if (options.block < 0) {
    throw OptionError(
        fmt::format("block must be 0 (automatic) or positive, found {}", options.block));
  }
  if (options.memory < 1) throw OptionError("memory must be at least 1 byte, found 0");
  if (options.threads < 0) {
    throw OptionError(fmt::format("threads must be 0 (the caller's arena) or positive, found {}",
                                  options.threads));
  }
}

bool has_tolerance(const Options& options) {
  return options.tolerance > 0 || options.absolute_tolerance > 0;
}

Method method_of(const Options& options) {
  return options.method.value_or(has_tolerance(options) ? Method::automatic : Method::hutchinson);
}

Index budget_of(const Options& options) {
  constexpr Index without_tolerance = 1000;
  constexpr Index with_tolerance = 100'000;
  if (options.matvecs) return *options.matvecs;
  return options.max_matvecs.value_or(has_tolerance(options) ? with_tolerance : without_tolerance);
}

}  // namespace isotrace
