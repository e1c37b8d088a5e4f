#pragma once

#include <cli/arguments.hpp>
#include <cli/interrupt.hpp>
#include <cli/progress_bar.hpp>

namespace isotrace::program {

/// How a command factorises its metrics: with a bar, until Ctrl-C.
inline FactorOptions factor_options(const CommonArguments& common, const Memory& memory) {
  return {.memory = memory.for_factors(),
          .threads = common.thread_count(),
          .stop = &watch_interrupt(),
          .progress = progress_bar(common.quiet)};
}

}  // namespace isotrace::program
