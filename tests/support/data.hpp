#pragma once

#include <filesystem>
#include <optional>

#include <catch2/catch.hpp>

#include <reference/data_folder.hpp>

namespace isotrace::test {

/// The folder of real matrices, where the program finds it. If there is none it warns, and the
/// calling test returns without a verdict.
inline std::optional<std::filesystem::path> data_folder() {
  const auto folder = program::data_folder();
  if (!folder) {
    WARN("skipped: ISOTRACE_DATA is not set, and there is no ../shared/data beside the source tree");
  }
  return folder;
}

}  // namespace isotrace::test
