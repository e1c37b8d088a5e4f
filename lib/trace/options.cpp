#include <isotrace/trace/options.hpp>

#include <fmt/format.h>

#include <cmath>

#include <isotrace/core/error.hpp>

namespace isotrace {

void check(const Options& options) {
  if (options.matvecs < 1) {
    throw OptionError(fmt::format("matvecs must be at least 1, found {}", options.matvecs));
  }
  if (options.max_matvecs < 1) {
    throw OptionError(fmt::format("max_matvecs must be at least 1, found {}", options.max_matvecs));
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
  return has_tolerance(options) ? options.max_matvecs : options.matvecs;
}

}  // namespace isotrace
