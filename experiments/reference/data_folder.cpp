#include <reference/data_folder.hpp>

#include <cstdlib>

#include <isotrace/core/error.hpp>

namespace isotrace::program {

namespace fs = std::filesystem;

std::optional<fs::path> data_folder() {
  if (const char* named = std::getenv("ISOTRACE_DATA"); named != nullptr && *named != '\0') {
    if (fs::is_directory(named)) return named;
    throw OptionError("ISOTRACE_DATA: found '" + std::string(named) + "', expected a folder");
  }
  for (const fs::path& base : {fs::path(ISOTRACE_SOURCE_DIR), fs::path(".")}) {
    const fs::path folder = base / ".." / "shared" / "data";
    if (fs::is_directory(folder)) return folder;
  }
  return std::nullopt;
}

}  // namespace isotrace::program
