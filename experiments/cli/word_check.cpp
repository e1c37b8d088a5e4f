#include <cli/word_check.hpp>

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <numeric>

#include <cli/option_kinds.hpp>
#include <isotrace/core/error.hpp>

namespace isotrace::program {

namespace {

/// The edit distance of two words: letters changed, added, left out or transposed with a neighbour
/// (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  std::iota(d[0].begin(), d[0].end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  return *std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) {
    return edit_distance(word, a) < edit_distance(word, b);
  });
}

namespace {

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// Whether a command below this one has the option.
bool below(const CLI::App& app, const std::string& name) {
  const auto commands = app.get_subcommands({});
  return std::any_of(commands.begin(), commands.end(), [&](const CLI::App* command) {
    return command->get_option_no_throw(name) != nullptr || below(*command, name);
  });
}

class Words {
 public:
  Words(const CLI::App& app, const std::vector<std::string>& words)
      : command_(&app), path_(app.get_name()), words_(words) {}

  void check() {
    while (next_ < words_.size()) {
      const std::string& word = words_[next_++];
      if (word.size() > 1 && word[0] == '-') {
        check_option(word);
      } else {
        check_command(word);
      }
    }
    if (!only_help_) check_complete();
  }

 private:
  void check_command(const std::string& word) {
    const auto commands = commands_of(*command_);
    if (commands.empty()) {
      throw OptionError(fmt::format("found {}, expected an option of {}", shown(word), path_));
    }
    if (std::find(commands.begin(), commands.end(), word) == commands.end()) {
      throw OptionError(fmt::format("found {}, expected {}; the nearest is {}", shown(word),
                                    listed(commands), nearest(word, commands)));
    }
    command_ = command_->get_subcommand(word);
    path_ += " " + word;
    given_.clear();
  }

  void check_option(const std::string& word) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const CLI::Option* option = command_->get_option_no_throw(name);
    if (option == nullptr) refuse_unknown(name);
    const auto [first, is_first] = given_.try_emplace(option, name);
    if (!is_first) throw OptionError(name + ": found twice, expected once");
    for (const CLI::Option* excluded : option->get_excludes()) {
      if (const auto other = given_.find(excluded); other != given_.end()) {
        throw OptionError(
            fmt::format("{}: found with {}, expected only one of them", name, other->second));
      }
    }
    const bool flag = option->get_expected_min() == 0;
    if (flag && equals != std::string::npos) {
      throw OptionError(
          fmt::format("{}: found {}, expected no value", name, shown(word.substr(equals))));
    }
    if (flag) only_help_ = only_help_ || asks(*option);
    if (!flag) check_value(name, *option, equals == std::string::npos, equals + 1 == word.size());
  }

  void check_value(const std::string& name, const CLI::Option& option, bool follows, bool empty) {
    const bool known =
        next_ < words_.size() && command_->get_option_no_throw(words_[next_]) != nullptr;
    if (follows && known) {
      throw OptionError(fmt::format("{}: found the option {} after it, expected {}", name,
                                    words_[next_], kind_of(option)));
    }
    if (follows ? next_ == words_.size() : empty) {
      throw OptionError(
          fmt::format("{}: found nothing after it, expected {}", name, kind_of(option)));
    }
    if (follows) ++next_;
  }

  [[noreturn]] void refuse_unknown(const std::string& name) const {
    if (below(*command_, name)) {
      throw OptionError(fmt::format("{}: found before the command, expected after {}", name,
                                    listed(commands_of(*command_))));
    }
    throw OptionError(fmt::format("{}: found no such option, expected one of {}; the nearest is {}",
                                  shown(name), path_, nearest(name, options_of(*command_))));
  }

  void check_complete() const {
    if (const auto commands = commands_of(*command_); !commands.empty()) {
      throw OptionError(fmt::format("found no command after {}, expected {} ({} --help)", path_,
                                    listed(commands), path_));
    }
    for (const CLI::Option* option : command_->get_options()) {
      if (!option->get_required() || given_.contains(option)) continue;
      throw OptionError(fmt::format("{}: found none, expected {}", option->get_name(),
                                    option->get_description()));
    }
  }

  bool asks(const CLI::Option& flag) const {
    return &flag == command_->get_help_ptr() || &flag == command_->get_version_ptr();
  }

  static std::string kind_of(const CLI::Option& option) {
    const std::string type = option.get_type_name();
    if (type == "INTEGER") return "an integer";
    if (type == "NUMBER") return "a number";
    if (type == "PATH") return "a name";
    return "a word";
  }

  const CLI::App* command_;
  std::string path_;
  const std::vector<std::string>& words_;
  std::size_t next_ = 0;
  bool only_help_ = false;
  std::map<const CLI::Option*, std::string> given_;  ///< options given, as they were written
};

}  // namespace

void check_words(const CLI::App& app, const std::vector<std::string>& words) {
  Words(app, words).check();
}

}  // namespace isotrace::program
