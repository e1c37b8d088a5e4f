#include <isotrace/estimators/options.hpp>

#include <fmt/format.h>

#include <isotrace/core/error.hpp>

namespace isotrace {

void check(const Options& options) {
  if (options.matvecs < 1) {
    throw OptionError(fmt::format("matvecs must be at least 1, found {}", options.matvecs));
  }
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

}  // namespace isotrace
