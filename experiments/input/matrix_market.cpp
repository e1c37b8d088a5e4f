#include <input/matrix_market.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <input/duplicates.hpp>
#include <input/input_error.hpp>
#include <input/number.hpp>
#include <input/text_file.hpp>

namespace isotrace::program {
namespace {

constexpr Index int_max = std::numeric_limits<int>::max();

enum class Numbers { real, integer, unsigned_integer, pattern, complex };

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

std::string_view name(Symmetry symmetry) {
  constexpr std::array<std::string_view, 4> names{"general", "symmetric", "skew-symmetric",
                                                  "hermitian"};
  return names[static_cast<std::size_t>(symmetry)];
}

// The number of entries from which a matrix is given in full.
Index full_count(const MatrixShape& shape) {
  const Index n = shape.rows;
  switch (shape.symmetry) {
    case Symmetry::general: return n * shape.cols;
    case Symmetry::skew_symmetric: return shape.dense ? n * (n - 1) / 2 : n * (n + 1) / 2;
    default: return n * (n + 1) / 2;
  }
}

// Blanks may stand before it, as in every line of a list-directed Fortran writer.
bool is_comment(std::string_view line) {
  return take_word(line).starts_with('%');
}

// What some editors and writers put before a text in UTF-8.
std::string_view without_mark(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return text;
}

class Parser {
 public:
  Parser(const std::filesystem::path& path, std::string_view text)
      : path_(path), bytes_(text.size()), lines_(without_mark(text)) {}

  InputMatrix matrix() {
    read_header();
    read_size();
    if (numbers_ == Numbers::complex) {
      return {path_, shape_, entries<std::complex<double>>()};
    }
    return {path_, shape_, entries<double>()};
  }

 private:
  [[noreturn]] void fail(std::string_view found, std::string_view expected) const {
    throw InputError(path_, lines_.number(), found, expected);
  }

  std::string_view word(std::string_view expected) {
    const auto next = take_word(rest_);
    if (next.empty()) {
      fail("the end of the line", expected);
    }
    return next;
  }

  void end_of_line() {
    const auto next = take_word(rest_);
    if (!next.empty()) {
      fail("trailing text " + quoted(next), "the end of the line");
    }
  }

  // A header word, as its position among the words allowed.
  template <std::size_t n>
  std::size_t keyword(const std::array<std::string_view, n>& allowed) {
    const std::string expected = fmt::format("{}", fmt::join(allowed, " or "));
    const auto found = word(expected);
    const auto at = std::ranges::find(allowed, lower_case(found), lower_case);
    if (at == allowed.end()) {
      fail(quoted(found), expected);
    }
    return static_cast<std::size_t>(at - allowed.begin());
  }

  Index integer(std::string_view what, Index low, Index high) {
    const auto found = word(what);
    const auto value = parse_integer(found);
    if (!value || *value < low || *value > high) {
      fail(fmt::format("{} {}", what, value ? std::string(found.substr(0, 24)) : quoted(found)),
           fmt::format("an integer from {} to {}", low, high));
    }
    return *value;
  }

  double number() {
    const std::string_view expected = numbers_ == Numbers::integer ? "an integer"
                                      : numbers_ == Numbers::unsigned_integer
                                          ? "an integer of at least 0"
                                          : "a number";
    const auto found = word(expected);
    const auto value = parse_file_number(found);
    const bool whole = numbers_ == Numbers::integer || numbers_ == Numbers::unsigned_integer;
    if (!value || (whole && !parse_integer(found)) ||
        (numbers_ == Numbers::unsigned_integer && *value < 0)) {
      fail(quoted(found), expected);
    }
    if (!std::isfinite(*value)) {
      fail(quoted(found), "a finite number in the range of double precision");
    }
    return *value;
  }

  void read_header();
  void read_size();
  template <class S>
  S value();
  template <class S>
  std::vector<Entry<S>> entries();
  template <class S>
  void read_coordinates(std::vector<Entry<S>>& out);
  template <class S>
  void read_array(std::vector<Entry<S>>& out);
  template <class S>
  void check_structure(const Entry<S>& entry) const;
  template <class S>
  void check_distinct(const std::vector<Entry<S>>& entries, const LineReader& first) const;
  void next_entry(Index done);

  const std::filesystem::path& path_;
  std::size_t bytes_;
  LineReader lines_;
  std::string_view rest_;  // of the current line
  Numbers numbers_ = Numbers::real;
  MatrixShape shape_;
  Index count_ = 0;  // entries to read
};

void Parser::read_header() {
  if (!lines_.next()) {
    fail("an empty file", "a Matrix Market header '%%MatrixMarket matrix …'");
  }
  rest_ = lines_.line();
  keyword<1>({"%%MatrixMarket"});
  keyword<1>({"matrix"});
  shape_.dense = keyword<2>({"coordinate", "array"}) == 1;
  numbers_ = static_cast<Numbers>(
      keyword<5>({"real", "integer", "unsigned-integer", "pattern", "complex"}));
  shape_.symmetry =
      static_cast<Symmetry>(keyword<4>({"general", "symmetric", "skew-symmetric", "hermitian"}));
  end_of_line();
  if (numbers_ == Numbers::pattern && shape_.dense) {
    fail("array pattern", "coordinate with pattern");
  }
  if (numbers_ == Numbers::pattern && shape_.symmetry == Symmetry::skew_symmetric) {
    fail("pattern skew-symmetric", "general or symmetric with pattern");
  }
  if (numbers_ != Numbers::complex && shape_.symmetry == Symmetry::hermitian) {
    fail("hermitian without complex", "complex with hermitian");
  }
}

void Parser::read_size() {
  const std::string_view expected =
      shape_.dense ? "the size line 'rows columns'" : "the size line 'rows columns entries'";
  do {
    if (!lines_.next_filled()) {
      fail("the end of the file", expected);
    }
  } while (is_comment(lines_.line()));
  rest_ = lines_.line();
  shape_.rows = integer("number of rows", 1, int_max);
  shape_.cols = integer("number of columns", 1, int_max);
  if (shape_.symmetry != Symmetry::general && shape_.rows != shape_.cols) {
    fail(fmt::format("{} rows and {} columns", shape_.rows, shape_.cols),
         fmt::format("equal numbers in a {} file", name(shape_.symmetry)));
  }
  // Both triangles must be countable in int, the sparse matrices' index type.
  const Index most = shape_.symmetry == Symmetry::general ? int_max : int_max / 2;
  count_ = full_count(shape_);
  if (!shape_.dense) {
    count_ = integer("number of entries", 0, std::min(count_, most));
  } else if (count_ > most) {
    fail(fmt::format("{} entries ({} rows, {} columns)", count_, shape_.rows, shape_.cols),
         fmt::format("at most {}", most));
  }
  end_of_line();
}

// Moves to the line of the next entry.
void Parser::next_entry(Index done) {
  if (!lines_.next_filled()) {
    fail("the end of the file", fmt::format("entry {} of {}", done + 1, count_));
  }
  rest_ = lines_.line();
}

template <class S>
S Parser::value() {
  if (numbers_ == Numbers::pattern) {
    return S{1};
  }
  const double re = number();
  if constexpr (is_complex<S>) {
    return {re, number()};
  } else {
    return re;
  }
}

template <class S>
std::vector<Entry<S>> Parser::entries() {
  const LineReader first = lines_;
  std::vector<Entry<S>> out;
  // A header may promise more than the file holds: an entry takes two bytes or more.
  out.reserve(std::min(static_cast<std::size_t>(count_), bytes_ / (shape_.dense ? 2 : 4) + 1));
  if (shape_.dense) {
    read_array(out);
  } else {
    read_coordinates(out);
  }
  if (lines_.next_filled()) {
    fail("more text " + quoted(lines_.line()),
         fmt::format("the end of the file after {} entries", count_));
  }
  if (!shape_.dense) {
    check_distinct(out, first);
  }
  return out;
}

template <class S>
void Parser::read_coordinates(std::vector<Entry<S>>& out) {
  for (Index k = 0; k < count_; ++k) {
    next_entry(k);
    Entry<S> entry;
    entry.row = static_cast<int>(integer("row index", 1, shape_.rows) - 1);
    entry.col = static_cast<int>(integer("column index", 1, shape_.cols) - 1);
    entry.value = value<S>();
    end_of_line();
    check_structure(entry);
    out.push_back(entry);
  }
}

// Column by column; of a symmetric matrix the lower triangle, of a skew-symmetric one without its
// diagonal.
template <class S>
void Parser::read_array(std::vector<Entry<S>>& out) {
  for (Index j = 0; j < shape_.cols; ++j) {
    const Index first = shape_.symmetry == Symmetry::general          ? 0
                        : shape_.symmetry == Symmetry::skew_symmetric ? j + 1
                                                                      : j;
    for (Index i = first; i < shape_.rows; ++i) {
      next_entry(static_cast<Index>(out.size()));
      const Entry<S> entry{static_cast<int>(i), static_cast<int>(j), value<S>()};
      end_of_line();
      check_structure(entry);
      out.push_back(entry);
    }
  }
}

template <class S>
void Parser::check_structure(const Entry<S>& entry) const {
  const Symmetry symmetry = shape_.symmetry;
  if (symmetry == Symmetry::general || entry.row > entry.col) {
    return;
  }
  if (entry.row < entry.col) {
    fail(fmt::format("row {}, column {} above the diagonal", entry.row + 1, entry.col + 1),
         fmt::format("a column of at most {} in a {} file", entry.row + 1, name(symmetry)));
  }
  if (symmetry == Symmetry::skew_symmetric && entry.value != S{0}) {
    fail(fmt::format("a non-zero diagonal entry in row {}", entry.row + 1),
         "0 in a skew-symmetric file");
  }
  if constexpr (is_complex<S>) {
    if (symmetry == Symmetry::hermitian && entry.value.imag() != 0) {
      fail(fmt::format("imaginary part {} on the diagonal in row {}", entry.value.imag(),
                       entry.row + 1),
           "0 in a hermitian file");
    }
  }
}

// `first` stands before the line of the first entry.
template <class S>
void Parser::check_distinct(const std::vector<Entry<S>>& entries, const LineReader& first) const {
  const auto duplicate = find_duplicate(entries);
  if (!duplicate) {
    return;
  }
  const auto line_of = [&](int k) {
    LineReader lines = first;
    for (int skip = 0; skip <= k; ++skip) {
      lines.next_filled();
    }
    return lines.number();
  };
  const auto [earlier, later] = *duplicate;
  throw InputError(path_, line_of(later),
                   fmt::format("row {}, column {} for the second time", entries[later].row + 1,
                               entries[later].col + 1),
                   fmt::format("it only on line {}", line_of(earlier)));
}

}  // namespace

InputMatrix read_matrix_market(const std::filesystem::path& path) {
  const std::string text = read_text(path);
  return Parser(path, text).matrix();
}

}  // namespace isotrace::program
