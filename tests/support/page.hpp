#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <report/report.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace isotrace::test {

/// A directory that the destructor removes with its contents.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "report-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    path_ = name;
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::filesystem::path operator/(const char* name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// The page that the report writes.
inline std::string page_of(const reports::Report& report) {
  const TemporaryDirectory place;
  report.write(place / "report");
  return text_of(place / "report/index.html");
}

/// How often a part occurs in the text.
inline int count_of(std::string_view text, std::string_view part) {
  int count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace isotrace::test
