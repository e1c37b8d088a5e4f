#include <cli/vector_file.hpp>

#include <fmt/format.h>

#include <iterator>
#include <string>

#include <input/input_error.hpp>
#include <input/matrix_market.hpp>
#include <isotrace/core/error.hpp>
#include <report/files.hpp>

namespace isotrace::program {

void check_output(const std::string& option, const std::filesystem::path& path) {
  if (is_standard_input(path)) {
    throw OptionError(fmt::format("{}: found -, expected a file", option));
  }
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  if (!std::filesystem::is_directory(folder)) {
    throw OptionError(fmt::format("{}: found {}, whose folder {} does not exist", option,
                                  shown_path(path), shown_path(folder)));
  }
  if (std::filesystem::is_directory(path)) {
    throw OptionError(
        fmt::format("{}: found the folder {}, expected a file", option, shown_path(path)));
  }
}

void write_vector(const std::filesystem::path& path, const std::vector<double>& values) {
  std::string text = fmt::format("%%MatrixMarket matrix array real general\n{} 1\n", values.size());
  for (const double value : values) fmt::format_to(std::back_inserter(text), "{:.17g}\n", value);
  reports::write_text(path, text);
}

}  // namespace isotrace::program
