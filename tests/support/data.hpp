#pragma once

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include <reference/data_folder.hpp>

namespace isotrace::test {

/// The folder of real matrices that the program uses, if it has the named files. Otherwise prints
/// the line by which ctest counts the test as skipped (tests/CMakeLists.txt) and returns nothing;
/// the calling test then returns without a verdict.
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
