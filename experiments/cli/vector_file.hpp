#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace isotrace::program {

/// Throws OptionError, naming the option, unless a file can be put there.
void check_output(const std::string& option, const std::filesystem::path& path);

/// Writes a real vector as a Matrix Market array of one column, with 17 significant digits.
void write_vector(const std::filesystem::path& path, const std::vector<double>& values);

}  // namespace isotrace::program
