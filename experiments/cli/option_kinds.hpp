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

/// A whole word as a whole number that is not negative, exactly: decimal digits, or a decimal
/// number whose value is whole, such as 1e5 or 2.50e3. Leading zeros mean nothing. Empty if the
/// word is anything else, or beyond 64 bits.
std::optional<std::uint64_t> parse_count(std::string_view word);

/// A word of the command line as it may stand in a message: as it is if that is plain, else quoted.
std::string shown(std::string_view word);

/// "estimate, exact or verify".
std::string listed(const std::vector<std::string>& words);

/// The whole numbers that an option takes, both ends included.
struct CountRange {
  std::uint64_t low = 1;
  std::uint64_t high = static_cast<std::uint64_t>(std::numeric_limits<Index>::max());
};

/// The real numbers that an option takes, and their description after "expected".
struct RealRange {
  bool (*holds)(double);
  std::string_view expected;
};

bool is_positive(double x);
bool is_nonzero(double x);
bool is_probability(double x);
inline constexpr RealRange positive_numbers{is_positive, "a positive finite number"};
inline constexpr RealRange nonzero_numbers{is_nonzero, "a finite number other than 0"};
inline constexpr RealRange probabilities{is_probability, "a number strictly between 0 and 1"};

/// What an option's word is read for.
template <class T>
using Set = std::function<void(T)>;

/// The options of the program are added by these alone. A word that is not what the option takes is
/// an OptionError "NAME: found …, expected …"; no number is cut to its range, and all are decimal.
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

/// A function that assigns what it is given to a variable or an optional one.
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
