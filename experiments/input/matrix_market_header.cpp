#include <input/matrix_market_header.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include <fmt/format.h>

#include <input/input_error.hpp>

namespace isotrace::program {
namespace {

constexpr Index int_max = std::numeric_limits<int>::max();

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

// Reads a header word; returns its position among the allowed words.
template <std::size_t n>
std::size_t keyword(WordReader& words, const std::array<std::string_view, n>& allowed) {
  const std::string expected = fmt::format("{}", fmt::join(allowed, " or "));
  const auto found = words.word(expected);
  const auto at = std::ranges::find(allowed, lower_case(found), lower_case);
  if (at == allowed.end()) words.fail(quoted(found), expected);
  return static_cast<std::size_t>(at - allowed.begin());
}

// The number of stored entries that determine the whole matrix.
Index full_count(const MatrixShape& shape) {
  const Index n = shape.rows;
  switch (shape.symmetry) {
    case Symmetry::general: return n * shape.cols;
    case Symmetry::skew_symmetric: return shape.dense ? n * (n - 1) / 2 : n * (n + 1) / 2;
    default: return n * (n + 1) / 2;
  }
}

// Blanks may precede it, as in every line of list-directed Fortran output.
bool is_comment(std::string_view line) {
  return take_word(line).starts_with('%');
}

void read_banner(WordReader& words, MarketHeader& header) {
  if (!words.next_line()) {
    words.fail("an empty file", "a Matrix Market header '%%MatrixMarket matrix …'");
  }
  keyword<1>(words, {"%%MatrixMarket"});
  keyword<1>(words, {"matrix"});
  header.shape.dense = keyword<2>(words, {"coordinate", "array"}) == 1;
  header.numbers = static_cast<MarketNumbers>(
      keyword<5>(words, {"real", "integer", "unsigned-integer", "pattern", "complex"}));
  header.shape.symmetry = static_cast<Symmetry>(
      keyword<4>(words, {"general", "symmetric", "skew-symmetric", "hermitian"}));
  words.end_of_line();
}

void check_banner(const WordReader& words, const MarketHeader& header) {
  const bool pattern = header.numbers == MarketNumbers::pattern;
  if (pattern && header.shape.dense) {
    words.fail("array pattern", "coordinate with pattern");
  }
  if (pattern && header.shape.symmetry == Symmetry::skew_symmetric) {
    words.fail("pattern skew-symmetric", "general or symmetric with pattern");
  }
  if (header.numbers != MarketNumbers::complex && header.shape.symmetry == Symmetry::hermitian) {
    words.fail("hermitian without complex", "complex with hermitian");
  }
}

void to_size_line(WordReader& words, bool dense) {
  do {
    if (!words.next_filled_line()) {
      words.fail("the end of the file",
                 dense ? "the size line 'rows columns'" : "the size line 'rows columns entries'");
    }
  } while (is_comment(words.line()));
}

void read_size(WordReader& words, MarketHeader& header) {
  MatrixShape& shape = header.shape;
  shape.rows = words.integer("number of rows", 1, int_max);
  shape.cols = words.integer("number of columns", 1, int_max);
  if (shape.symmetry != Symmetry::general && shape.rows != shape.cols) {
    words.fail(fmt::format("{} rows and {} columns", shape.rows, shape.cols),
               fmt::format("equal numbers in a {} file", name(shape.symmetry)));
  }
  // Both triangles must be countable in int, the sparse matrices' index type.
  const Index most = shape.symmetry == Symmetry::general ? int_max : int_max / 2;
  header.count = full_count(shape);
  if (!shape.dense) {
    header.count = words.integer("number of entries", 0, std::min(header.count, most));
  } else if (header.count > most) {
    words.fail(
        fmt::format("{} entries ({} rows, {} columns)", header.count, shape.rows, shape.cols),
        fmt::format("at most {}", most));
  }
  words.end_of_line();
}

}  // namespace

MarketHeader read_market_header(WordReader& words) {
  MarketHeader header;
  read_banner(words, header);
  check_banner(words, header);
  to_size_line(words, header.shape.dense);
  read_size(words, header);
  return header;
}

}  // namespace isotrace::program
