#include <cli/option_kinds.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>

#include <input/input_error.hpp>
#include <input/number.hpp>
#include <isotrace/core/error.hpp>

namespace isotrace::program {

namespace {

constexpr std::size_t most_digits = 20;  // digits of a 64-bit number

/// A decimal number as digits · 10^exponent, without zeros at either end; no digits: 0.
struct Decimal {
  std::string digits;
  Index exponent = 0;
};

/// The decimal number of a word without a sign that parse_number reads.
Decimal decimal_of(std::string_view word) {
  constexpr Index far = 1'000'000;  // beyond every exponent in use, and safe to add to
  const std::size_t e = std::min(word.find_first_of("eE"), word.size());
  Decimal number;
  if (e < word.size()) {
    number.exponent = std::clamp(parse_integer(word.substr(e + 1)).value_or(0), -far, far);
  }
  const std::string_view mantissa = word.substr(0, e);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  number.digits = mantissa.substr(0, point);
  if (point < mantissa.size()) {
    number.digits += mantissa.substr(point + 1);
    number.exponent -= static_cast<Index>(mantissa.size() - point - 1);
  }
  while (number.digits.ends_with('0')) {
    number.digits.pop_back();
    ++number.exponent;
  }
  number.digits.erase(0, std::min(number.digits.find_first_not_of('0'), number.digits.size()));
  return number;
}

[[noreturn]] void refuse(const std::string& name, std::string_view found,
                         std::string_view expected) {
  throw OptionError(fmt::format("{}: found {}, expected {}", name, shown(found), expected));
}

CLI::Option* add_word(CLI::App& app, const std::string& name, const std::string& help,
                      const char* type, std::function<void(const std::string&)> read) {
  return app.add_option_function<std::string>(name, std::move(read), help)->type_name(type);
}

}  // namespace

std::optional<std::uint64_t> parse_count(std::string_view word) {
  if (word.starts_with('+')) word.remove_prefix(1);
  if (word.empty() || (word[0] != '.' && (word[0] < '0' || word[0] > '9'))) return std::nullopt;
  if (!parse_number(word)) return std::nullopt;
  Decimal number = decimal_of(word);
  if (number.digits.empty()) return 0;
  if (number.exponent < 0) return std::nullopt;
  if (number.digits.size() + static_cast<std::size_t>(number.exponent) > most_digits) {
    return std::nullopt;
  }
  number.digits.append(static_cast<std::size_t>(number.exponent), '0');
  std::uint64_t value = 0;
  const char* const end = number.digits.data() + number.digits.size();
  if (std::from_chars(number.digits.data(), end, value).ec != std::errc()) return std::nullopt;
  return value;
}

std::string shown(std::string_view word) {
  constexpr std::size_t longest = 40;
  const bool plain = std::all_of(word.begin(), word.end(),
                                 [](unsigned char c) { return c > ' ' && c != 0x7f && c != '\''; });
  return plain && !word.empty() && word.size() <= longest ? std::string(word) : quoted(word);
}

std::string listed(const std::vector<std::string>& words) {
  if (words.size() < 2) return fmt::format("{}", fmt::join(words, ""));
  return fmt::format("{} or {}", fmt::join(words.begin(), words.end() - 1, ", "), words.back());
}

bool is_number(double x) {
  return std::isfinite(x);
}
bool is_positive(double x) {
  return x > 0 && std::isfinite(x);
}
bool is_nonzero(double x) {
  return x != 0 && std::isfinite(x);
}
bool is_nonnegative(double x) {
  return x >= 0 && std::isfinite(x);
}
bool is_below_one(double x) {
  return x >= 0 && x < 1;
}
bool is_probability(double x) {
  return x > 0 && x < 1;
}

CLI::Option* add_count(CLI::App& app, const std::string& name, CountRange range,
                       const std::string& help, Set<std::uint64_t> set) {
  return add_word(app, name, help, "INTEGER", [=](const std::string& word) {
    const auto value = parse_count(word);
    if (!value || *value < range.low || *value > range.high) {
      refuse(name, word, fmt::format("an integer from {} to {}", range.low, range.high));
    }
    set(*value);
  });
}

CLI::Option* add_real(CLI::App& app, const std::string& name, RealRange range,
                      const std::string& help, Set<double> set) {
  return add_word(app, name, help, "NUMBER", [=](const std::string& word) {
    const auto value = parse_number(word);
    if (!value || !range.holds(*value)) refuse(name, word, range.expected);
    set(*value);
  });
}

CLI::Option* add_choice(CLI::App& app, const std::string& name, std::vector<std::string> choices,
                        const std::string& help, Set<std::string> set) {
  const std::string about = fmt::format("{}: {}", help, fmt::join(choices, "|"));
  return add_word(app, name, about, "WORD", [=](const std::string& word) {
    if (std::find(choices.begin(), choices.end(), word) == choices.end()) {
      refuse(name, word, listed(choices));
    }
    set(word);
  });
}

CLI::Option* add_path(CLI::App& app, const std::string& name, const std::string& help,
                      Set<std::filesystem::path> set) {
  return add_word(app, name, help, "PATH", [=](const std::string& word) {
    if (word.empty()) refuse(name, word, "a name");
    set(word);
  });
}

CLI::Option* add_text(CLI::App& app, const std::string& name, const std::string& help,
                      Set<std::string> set) {
  return add_word(app, name, help, "LIST", set);
}

void add_with_synonym(
    const std::string& name, const std::string& synonym, const std::string& help,
    const std::function<CLI::Option*(const std::string&, const std::string&)>& add) {
  CLI::Option* const option = add(name, help);
  add(synonym, "the same as " + name)->excludes(option);
}

}  // namespace isotrace::program
