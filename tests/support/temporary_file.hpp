#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace isotrace::test {

/// A file with the given bytes in the system's temporary folder. The destructor removes it.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view text) : path_(fresh_path()) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  static std::filesystem::path fresh_path() {
    static std::atomic<int> count = 0;
    return std::filesystem::temp_directory_path() /
           ("isotrace_" + std::to_string(getpid()) + "_" + std::to_string(count++) + ".mtx");
  }

  std::filesystem::path path_;
};

}  // namespace isotrace::test
