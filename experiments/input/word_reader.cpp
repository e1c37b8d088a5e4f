#include <input/word_reader.hpp>

#include <string>

#include <fmt/format.h>

#include <input/input_error.hpp>
#include <input/number.hpp>

namespace isotrace::program {

bool WordReader::next_line() {
  const bool there = lines_.next();
  rest_ = there ? lines_.line() : std::string_view();
  return there;
}

bool WordReader::next_filled_line() {
  const bool there = lines_.next_filled();
  rest_ = there ? lines_.line() : std::string_view();
  return there;
}

void WordReader::fail(std::string_view found, std::string_view expected) const {
  throw InputError(lines_.path(), lines_.number(), found, expected);
}

std::string_view WordReader::word(std::string_view expected) {
  const auto next = take_word(rest_);
  if (next.empty()) fail("the end of the line", expected);
  return next;
}

Index WordReader::integer(std::string_view what, Index low, Index high) {
  const auto in_range = [&](Index value) { return low <= value && value <= high; };
  if (const auto value = quick<Index>(in_range)) return *value;
  const auto found = word(what);
  const auto value = parse_integer(found);
  if (!value || !in_range(*value)) {
    fail(fmt::format("{} {}", what, value ? std::string(found.substr(0, 24)) : quoted(found)),
         fmt::format("an integer from {} to {}", low, high));
  }
  return *value;
}

void WordReader::end_of_line() {
  const auto next = take_word(rest_);
  if (!next.empty()) fail("trailing text " + quoted(next), "the end of the line");
}

}  // namespace isotrace::program
