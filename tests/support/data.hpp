#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include <catch2/catch.hpp>

namespace isotrace::test {

/// The folder of real matrices: the environment variable ISOTRACE_DATA, else ../shared/data beside
/// the source tree. If there is none it warns, and the calling test returns without a verdict.
/// Throws if ISOTRACE_DATA names no folder.
inline std::optional<std::filesystem::path> data_folder() {
  namespace fs = std::filesystem;
  if (const char* named = std::getenv("ISOTRACE_DATA"); named != nullptr && *named != '\0') {
    if (!fs::is_directory(named)) {
      throw std::runtime_error("ISOTRACE_DATA: found '" + std::string(named) +
                               "', expected a folder");
    }
    return named;
  }
  const fs::path beside = fs::path(ISOTRACE_SOURCE_DIR) / ".." / "shared" / "data";
  if (fs::is_directory(beside)) {
    return beside;
  }
  WARN("skipped: ISOTRACE_DATA is not set, and there is no ../shared/data beside the source tree");
  return std::nullopt;
}

}  // namespace isotrace::test
