#include <input/number.hpp>

#include <charconv>
#include <cstdlib>
#include <limits>
#include <string>

namespace isotrace::program {
namespace {

// Removes a leading '+', which std::from_chars refuses; a second sign is refused here or there.
std::string_view without_plus(std::string_view word) {
  if (word.size() > 1 && word[0] == '+' && word[1] != '-') {
    word.remove_prefix(1);
  }
  return word;
}

template <class T>
std::from_chars_result parse(std::string_view word, T& value) {
  return std::from_chars(word.data(), word.data() + word.size(), value);
}

}  // namespace

std::optional<Index> parse_integer(std::string_view word) {
  word = without_plus(word);
  Index value = 0;
  const auto [end, error] = parse(word, value);
  if (end != word.data() + word.size() || error == std::errc::invalid_argument) {
    return std::nullopt;
  }
  if (error == std::errc::result_out_of_range) {
    return word[0] == '-' ? std::numeric_limits<Index>::min() : std::numeric_limits<Index>::max();
  }
  return value;
}

std::optional<double> parse_number(std::string_view word) {
  word = without_plus(word);
  double value = 0;
  const auto [end, error] = parse(word, value);
  if (end != word.data() + word.size() || error == std::errc::invalid_argument) {
    return std::nullopt;
  }
  if (error == std::errc::result_out_of_range) {
    return std::strtod(std::string(word).c_str(), nullptr);  // 0 or ±infinity: from_chars is silent
  }
  return value;
}

std::optional<double> parse_file_number(std::string_view word) {
  const auto value = parse_number(word);
  const std::size_t d = value ? std::string_view::npos : word.find_first_of("dD");
  if (d == std::string_view::npos) return value;
  std::string with_e(word);
  with_e[d] = 'e';
  return parse_number(with_e);
}

}  // namespace isotrace::program
