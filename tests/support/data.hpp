#pragma once

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include <reference/data_folder.hpp>

namespace isotrace::test {

/// The folder of real matrices, where the program finds it, if the named files are in it. Else it
/// prints the line that ctest counts the test as skipped for (tests/CMakeLists.txt), and the
/// calling test returns without a verdict.
inline std::optional<std::filesystem::path> data_folder(std::initializer_list<const char*> files) {
  const auto folder = program::data_folder();
  if (!folder) {
    WARN("skipped, no data: ISOTRACE_DATA is not set, and there is no ../shared/data");
    return std::nullopt;
  }
  for (const char* file : files) {
    if (std::filesystem::exists(*folder / file)) continue;
    WARN("skipped, no data: there is no " << file << " in " << folder->string());
    return std::nullopt;
  }
  return folder;
}

}  // namespace isotrace::test
