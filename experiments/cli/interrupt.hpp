#pragma once

#include <atomic>

namespace isotrace::program {

/// After this call the first Ctrl-C (SIGINT) sets the flag returned; the second ends the program.
const std::atomic<bool>& watch_interrupt();

}  // namespace isotrace::program
