#pragma once

#include <atomic>

namespace isotrace::program {

/// From now on the first Ctrl-C (SIGINT) sets the flag returned, and the second ends the program.
const std::atomic<bool>& watch_interrupt();

}  // namespace isotrace::program
