#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace isotrace::program {

/// The known word that is the nearest, by letters changed, added, left out or exchanged. At least
/// one is known.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// Goes through the words of a command line in their order and throws OptionError for the first
/// that is no command or option where it stands (naming the nearest that is), that lacks its value,
/// is given twice or beside one that it excludes; then for a command or option that is missing,
/// unless help or the version is asked for.
void check_words(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace isotrace::program
