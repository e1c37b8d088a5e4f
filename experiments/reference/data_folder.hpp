#pragma once

#include <filesystem>
#include <optional>

namespace isotrace::program {

/// The folder of real matrices: the environment variable ISOTRACE_DATA, else ../shared/data beside
/// the source tree, else beside the current directory; none if there is no such folder. Throws
/// OptionError if ISOTRACE_DATA is set but names no folder.
std::optional<std::filesystem::path> data_folder();

}  // namespace isotrace::program
