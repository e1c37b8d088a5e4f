#include <charconv>
#include <string>

#include <fmt/format.h>

#include <bench/session.hpp>
#include <input/matrix_market.hpp>
#include <input/text_source.hpp>
#include <isotrace/core/error.hpp>

namespace isotrace::program {
namespace {

constexpr int order = 100'000;
constexpr int entries_per_column = 6;

/// The entry lines of a coordinate file: 600 000 entries, column by column, with 17 digits each.
std::string entry_lines() {
  std::string text;
  double value = 0.5;
  for (int j = 0; j < order; ++j) {
    for (int k = 0; k < entries_per_column; ++k) {
      value = 3.99 * value * (1 - value);  // the logistic map: digits without a pattern
      const int i = (k * (order / entries_per_column) + j % (order / entries_per_column));
      fmt::format_to(std::back_inserter(text), "{} {} {:.16e}\n", i + 1, j + 1, value);
    }
  }
  return text;
}

std::string header() {
  return fmt::format("%%MatrixMarket matrix coordinate real general\n{0} {0} {1}\n", order,
                     order * entries_per_column);
}

/// Takes a number and the byte after it off the front of a text.
template <class T>
T take(const char*& at, const char* end) {
  T value{};
  const auto [after, error] = std::from_chars(at, end, value);
  if (error != std::errc()) throw Error("the bench's own text holds something else than numbers");
  at = after + 1;
  return value;
}

/// The sum of all numbers of the lines.
double bare_sum(std::string_view lines) {
  double sum = 0;
  const char* const end = lines.data() + lines.size();
  for (const char* at = lines.data(); at < end;) {
    sum += take<int>(at, end);
    sum += take<int>(at, end);
    sum += take<double>(at, end);
  }
  return sum;
}

}  // namespace

void measure_input(Session& session) {
  if (!session.wants("input.read")) return;
  const std::string lines = entry_lines();
  const std::string text = header() + lines;
  double sum = 0;
  session.measure("input.read",
                  fmt::format("std::from_chars over the same {:.1f} MB, nothing kept",
                              static_cast<double>(text.size()) / 1e6),
                  {.ours =
                       [&] {
                         const auto matrix =
                             read_matrix_market("bench", std::make_unique<TextSource>(text));
                         sum += matrix.as_sparse<double>().coeff(0, 0);
                       },
                   .limit = [&] { sum += bare_sum(lines); }});
  if (!(sum > 0)) throw Error("the bench's own text was read as something else");
}

}  // namespace isotrace::program
