#include <cli/output.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <string>

#include <cli/progress_bar.hpp>

namespace isotrace::program {

namespace {

[[noreturn]] void refuse(int code) {
  throw OutputError(
      std::string("standard output: found it ") + (code == EBADF ? "closed" : "failing, ") +
      (code == EBADF ? "" : std::strerror(code)) + ", expected to write the result to it");
}

std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace

void print_out(std::string_view text) {
  end_progress_line();
  errno = 0;
  std::cout << text << std::flush;
  if (!std::cout) refuse(errno != 0 ? errno : EIO);
}

std::string study_text(std::string text, bool interrupted) {
  text.erase(text.find_last_not_of('\n') + 1);
  if (interrupted && text.empty()) return "interrupted before anything was finished\n";
  if (interrupted) text += "\ninterrupted: the above is what was finished";
  return text + "\n";
}

void print_error(std::string_view line) {
  end_progress_line();
  std::cerr << "isotrace: " << one_line(line) << "\n";
}

void check_standard_streams() {
  // Each is opened for the opposite direction, so that using it still fails.
  for (const auto& [number, mode] :
       {std::pair{STDIN_FILENO, O_WRONLY}, {STDOUT_FILENO, O_RDONLY}, {STDERR_FILENO, O_RDONLY}}) {
    if (::fcntl(number, F_GETFD) < 0) (void)::open("/dev/null", mode);  // gets the lowest free one
  }
  const int mode = ::fcntl(STDOUT_FILENO, F_GETFL);
  if (mode < 0 || (mode & O_ACCMODE) == O_RDONLY) refuse(EBADF);
}

}  // namespace isotrace::program
