#include "gnuplot.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include <memory>

#include <isotrace/core/error.hpp>

#include "files.hpp"

namespace isotrace::reports {
namespace {

constexpr const char* script_file = ".plot.gp";
constexpr const char* message_file = ".plot.err";

// Sets up the child process before it becomes gnuplot: directory, standard streams, process group.
class Launch {
 public:
  explicit Launch(const std::string& directory) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    posix_spawn_file_actions_addchdir_np(&actions_, directory.c_str());
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, message_file,
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
  }
  ~Launch() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Launch(const Launch&) = delete;
  Launch& operator=(const Launch&) = delete;

  // The exit status of the child, or minus the signal that ended it.
  int run() const {
    std::string program = "gnuplot";
    std::string defaults = "--default-settings";
    std::string script = script_file;
    char* const arguments[] = {program.data(), defaults.data(), script.data(), nullptr};
    pid_t child = 0;
    if (const int code =
            posix_spawnp(&child, program.c_str(), &actions_, &attributes_, arguments, environ);
        code != 0) {
      throw Error(fmt::format("cannot run gnuplot: {} (Debian's package is gnuplot-nox)",
                              std::strerror(code)));
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
      if (errno != EINTR)
        throw Error(fmt::format("cannot wait for gnuplot: {}", std::strerror(errno)));
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// The text on one line, as the program's error messages have to be.
std::string one_line(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool space = static_cast<unsigned char>(c) <= 0x20U;
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? ' ' : c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

void check_gnuplot() {
  std::string name = (std::filesystem::temp_directory_path() / "isotrace-gnuplot-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw Error(
        fmt::format("cannot make a temporary directory {}: {}", name, std::strerror(errno)));
  }
  const auto remove = [](const std::string* directory) {
    std::error_code ignored;
    std::filesystem::remove_all(*directory, ignored);
  };
  const std::unique_ptr<const std::string, decltype(remove)> guard(&name, remove);
  run_gnuplot("exit\n", name);
}

void run_gnuplot(const std::string& script, const std::filesystem::path& directory) {
  write_text(directory / script_file, script);
  const int status = Launch(directory.string()).run();
  std::error_code error;
  const std::string said = std::filesystem::exists(directory / message_file, error)
                               ? one_line(read_text(directory / message_file))
                               : std::string{};
  std::filesystem::remove(directory / script_file, error);
  std::filesystem::remove(directory / message_file, error);
  if (status != 0) {
    throw Error(fmt::format("gnuplot failed with {} {}: {}", status < 0 ? "signal" : "exit status",
                            std::abs(status), said.empty() ? "it printed nothing" : said));
  }
}

}  // namespace isotrace::reports
