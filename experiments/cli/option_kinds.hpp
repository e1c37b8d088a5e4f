#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <isotrace/core/scalar.hpp>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace isotrace::program {

/// The non-negative integer that a whole word denotes, exactly: decimal digits, or a decimal number
/// with an integer value, such as 1e5 or 2.50e3. Leading zeros are ignored. Empty if the word is
/// anything else, or beyond 64 bits.
std::optional<std::uint64_t> parse_count(std::string_view word);

/// A word of the command line for use in a message: unchanged if it is plain, else quoted.
std::string shown(std::string_view word);

/// "estimate, exact or verify".
std::string listed(const std::vector<std::string>& words);

/// The integers that an option takes, both ends included.
struct CountRange {
  std::uint64_t low = 1;
  std::uint64_t high = static_cast<std::uint64_t>(std::numeric_limits<Index>::max());
};

/// The real numbers that an option takes, and their description after "expected".
struct RealRange {
  bool (*holds)(double);
  std::string_view expected;
};

bool is_number(double x);  ///< finite
bool is_positive(double x);
bool is_nonzero(double x);
bool is_nonnegative(double x);
bool is_probability(double x);
bool is_below_one(double x);  ///< and not below 0
inline constexpr RealRange all_numbers{is_number, "a finite number"};
inline constexpr RealRange positive_numbers{is_positive, "a positive finite number"};
inline constexpr RealRange nonzero_numbers{is_nonzero, "a finite number other than 0"};
inline constexpr RealRange nonnegative_numbers{is_nonnegative, "a finite number not below 0"};
inline constexpr RealRange fractions{is_below_one, "a number from 0 to less than 1"};
inline constexpr RealRange probabilities{is_probability, "a number strictly between 0 and 1"};

/// Receives the value of an option.
template <class T>
using Set = std::function<void(T)>;

/// All options of the program are added by these functions. A word that the option does not take
/// throws OptionError "NAME: found …, expected …". Numbers are decimal and never clipped to a
/// range.
CLI::Option* add_count(CLI::App& app, const std::string& name, CountRange range,
                       const std::string& help, Set<std::uint64_t> set);
CLI::Option* add_real(CLI::App& app, const std::string& name, RealRange range,
                      const std::string& help, Set<double> set);
CLI::Option* add_choice(CLI::App& app, const std::string& name, std::vector<std::string> choices,
                        const std::string& help, Set<std::string> set);
CLI::Option* add_path(CLI::App& app, const std::string& name, const std::string& help,
                      Set<std::filesystem::path> set);
CLI::Option* add_text(CLI::App& app, const std::string& name, const std::string& help,
                      Set<std::string> set);

/// A function that assigns its argument to a variable, which may be optional.
template <class To>
auto into(To& variable) {
  return [&variable](const auto& value) { variable = value; };
}
template <class To>
auto into(std::optional<To>& variable) {
  return [&variable](const auto& value) { variable = static_cast<To>(value); };
}

/// Adds an option by add(name, help) and once more under a synonym; only one of them may be given.
void add_with_synonym(
    const std::string& name, const std::string& synonym, const std::string& help,
    const std::function<CLI::Option*(const std::string&, const std::string&)>& add);

}  // namespace isotrace::program
