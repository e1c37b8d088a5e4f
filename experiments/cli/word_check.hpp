#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace isotrace::program {

/// The known word at the smallest edit distance: letters changed, added, left out or transposed.
/// `known` is not empty.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// Checks the words of a command line in order. Throws OptionError for the first word that is no
/// command or option in its place (suggesting the nearest one), lacks its value, is given twice, or
/// excludes another one given; then for a missing command or option, unless help or the version is
/// requested.
void check_words(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace isotrace::program
