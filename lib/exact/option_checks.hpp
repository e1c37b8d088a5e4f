#pragma once

#include <fmt/format.h>

#include <isotrace/core/error.hpp>
#include <isotrace/exact/form_sums.hpp>

namespace isotrace::exact::detail {

/// Throws OptionError for a negative number of threads.
inline void check_options(const Options& options) {
  if (options.threads < 0) {
    throw OptionError(fmt::format("threads is {}, expected 0 or more", options.threads));
  }
}

}  // namespace isotrace::exact::detail
