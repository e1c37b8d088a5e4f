#include <cli/progress_bar.hpp>

#include <unistd.h>

#include <boost/timer/progress_display.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>

namespace isotrace::program {

namespace {

class DelayedBar {
 public:
  void operator()(Index done, Index total) {
    if (!bar_) {
      if (std::chrono::steady_clock::now() - start_ < std::chrono::seconds(1)) return;
      bar_.emplace(static_cast<unsigned long>(total), std::cerr);
    }
    const auto reached = static_cast<unsigned long>(done);
    if (reached > bar_->count()) *bar_ += reached - bar_->count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::optional<boost::timer::progress_display> bar_;
};

}  // namespace

std::function<void(Index, Index)> progress_bar(bool quiet) {
  if (quiet || isatty(STDERR_FILENO) == 0) return {};
  return [bar = std::make_shared<DelayedBar>()](Index done, Index total) { (*bar)(done, total); };
}

}  // namespace isotrace::program
