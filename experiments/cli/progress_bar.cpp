#include <cli/progress_bar.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>

#include <cli/stopwatch.hpp>

namespace isotrace::program {

namespace {

constexpr double delay = 1.0;   // seconds before the first line
constexpr double period = 0.1;  // seconds between two lines

bool line_open = false;  // the line of the last bar drawn; one thread at a time draws

int terminal_columns() {
  winsize size{};
  const bool known = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

/// "45 s", "12 min", "3.5 h".
std::string duration(double seconds) {
  if (seconds < 99.5) return fmt::format("{:.0f} s", seconds);
  if (seconds < 5970) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

std::string rate_text(double rate) {
  if (rate >= 99.5) return fmt::format("{:.0f}/s", rate);
  if (rate >= 0.1) return fmt::format("{:.2g}/s", rate);
  return fmt::format("{:.2g}/min", 60 * rate);
}

class DelayedBar {
 public:
  void operator()(Index done, Index total, const std::string& note = {}) {
    const double now = watch_.seconds();
    if (now < delay || (now < last_ + period && done < total)) return;
    last_ = now;
    // \033[K clears the rest of an earlier, longer line
    std::cerr << '\r' << progress_line({done, total, now, note}, terminal_columns() - 1) << "\033[K"
              << std::flush;
    line_open = true;
  }

 private:
  Stopwatch watch_;
  double last_ = 0;
};

}  // namespace

std::string progress_line(const ProgressState& state, int columns) {
  constexpr int least_bar = 10;
  constexpr int most_bar = 50;
  const double share =
      state.total > 0
          ? std::clamp(static_cast<double>(state.done) / static_cast<double>(state.total), 0.0, 1.0)
          : 0.0;
  std::string text =
      fmt::format("{:3.0f} %  {} of {}", std::floor(100 * share), state.done, state.total);
  if (state.done > 0 && state.seconds > 0) {
    const double rate = static_cast<double>(state.done) / state.seconds;
    const double left = static_cast<double>(std::max<Index>(0, state.total - state.done)) / rate;
    text += fmt::format(", {}, {} left", rate_text(rate), duration(left));
  }
  if (!state.note.empty()) text += ", " + state.note;
  const int room = std::min(most_bar, columns - static_cast<int>(text.size()) - 3);
  if (room >= least_bar) {
    const auto full = static_cast<std::size_t>(share * room);
    text = fmt::format("[{:<{}}] {}", std::string(full, '#'), room, text);
  }
  return text.substr(0, static_cast<std::size_t>(std::max(0, columns)));
}

std::function<void(Index, Index)> progress_bar(bool quiet) {
  if (quiet || isatty(STDERR_FILENO) == 0) return {};
  return [bar = std::make_shared<DelayedBar>()](Index done, Index total) { (*bar)(done, total); };
}

std::function<void(Index, Index, const std::string&)> progress_bar_with_note(bool quiet) {
  if (quiet || isatty(STDERR_FILENO) == 0) return {};
  return [bar = std::make_shared<DelayedBar>()](Index done, Index total, const std::string& note) {
    (*bar)(done, total, note);
  };
}

void end_progress_line() {
  if (line_open) std::cerr << std::endl;
  line_open = false;
}

}  // namespace isotrace::program
