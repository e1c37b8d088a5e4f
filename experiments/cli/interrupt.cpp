#include <cli/interrupt.hpp>

#include <csignal>

namespace isotrace::program {

namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set it");

extern "C" void on_interrupt(int) {
  interrupted = true;
  std::signal(SIGINT, SIG_DFL);
}

}  // namespace

const std::atomic<bool>& watch_interrupt() {
  std::signal(SIGINT, on_interrupt);
  return interrupted;
}

}  // namespace isotrace::program
