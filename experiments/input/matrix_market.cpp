#include <input/matrix_market.hpp>

#include <cmath>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include <input/duplicates.hpp>
#include <input/entry_lines.hpp>
#include <input/gzip.hpp>
#include <input/input_error.hpp>
#include <input/matrix_market_header.hpp>
#include <input/number.hpp>
#include <input/word_reader.hpp>

namespace isotrace::program {
namespace {

/// Reads the part of a file after the size line.
class EntryReader {
 public:
  EntryReader(WordReader& words, const MarketHeader& header) : words_(words), header_(header) {}

  /// The entries of a coordinate or an array file, to the end of the file.
  template <class S>
  std::deque<StoredEntry<S>> coordinates();
  template <class S>
  std::deque<S> array();

 private:
  template <class S>
  S value();
  template <class S>
  void check_structure(const StoredEntry<S>& entry) const;
  template <class S>
  void check_distinct(const std::deque<StoredEntry<S>>& entries, const EntryLines& lines) const;
  double number();
  void next_entry(Index done);
  void end_of_file();

  WordReader& words_;
  const MarketHeader& header_;
};

bool is_whole(MarketNumbers numbers) {
  return numbers == MarketNumbers::integer || numbers == MarketNumbers::unsigned_integer;
}

std::string_view expected_number(MarketNumbers numbers) {
  switch (numbers) {
    case MarketNumbers::integer: return "an integer";
    case MarketNumbers::unsigned_integer: return "an integer of at least 0";
    default: return "a number";
  }
}

double EntryReader::number() {
  if (!is_whole(header_.numbers)) {
    const auto value = words_.quick<double>([](double x) { return std::isfinite(x); });
    if (value) return *value;
  }
  const std::string_view expected = expected_number(header_.numbers);
  const auto found = words_.word(expected);
  const auto value = parse_file_number(found);
  if (!value || (is_whole(header_.numbers) && !parse_integer(found)) ||
      (header_.numbers == MarketNumbers::unsigned_integer && *value < 0)) {
    words_.fail(quoted(found), expected);
  }
  if (!std::isfinite(*value)) {
    words_.fail(quoted(found), "a finite number in the range of double precision");
  }
  return *value;
}

template <class S>
S EntryReader::value() {
  if (header_.numbers == MarketNumbers::pattern) return S{1};
  const double re = number();
  if constexpr (is_complex<S>) {
    return {re, number()};
  } else {
    return re;
  }
}

// Moves to the line of the next entry.
void EntryReader::next_entry(Index done) {
  if (!words_.next_filled_line()) {
    words_.fail("the end of the file", fmt::format("entry {} of {}", done + 1, header_.count));
  }
}

void EntryReader::end_of_file() {
  if (words_.next_filled_line()) {
    words_.fail("more text " + quoted(words_.line()),
                fmt::format("the end of the file after {} entries", header_.count));
  }
}

template <class S>
std::deque<StoredEntry<S>> EntryReader::coordinates() {
  std::deque<StoredEntry<S>> entries;
  EntryLines lines;
  for (Index k = 0; k < header_.count; ++k) {
    next_entry(k);
    StoredEntry<S> entry;
    entry.row = static_cast<int>(words_.integer("row index", 1, header_.shape.rows) - 1);
    entry.col = static_cast<int>(words_.integer("column index", 1, header_.shape.cols) - 1);
    entry.value = value<S>();
    words_.end_of_line();
    check_structure(entry);
    entries.push_back(entry);
    lines.add(words_.number());
  }
  end_of_file();
  check_distinct(entries, lines);
  return entries;
}

template <class S>
std::deque<S> EntryReader::array() {
  std::deque<S> values;
  for (int j = 0; j < header_.shape.cols; ++j) {
    for (int i = first_stored_row(header_.shape, j); i < header_.shape.rows; ++i) {
      next_entry(static_cast<Index>(values.size()));
      const StoredEntry<S> entry{i, j, value<S>()};
      words_.end_of_line();
      check_structure(entry);
      values.push_back(entry.value);
    }
  }
  end_of_file();
  return values;
}

template <class S>
void EntryReader::check_structure(const StoredEntry<S>& entry) const {
  const Symmetry symmetry = header_.shape.symmetry;
  if (symmetry == Symmetry::general || entry.row > entry.col) return;
  if (entry.row < entry.col) {
    words_.fail(fmt::format("row {}, column {} above the diagonal", entry.row + 1, entry.col + 1),
                fmt::format("a column of at most {} in a {} file", entry.row + 1, name(symmetry)));
  }
  if (symmetry == Symmetry::skew_symmetric && entry.value != S{0}) {
    words_.fail(fmt::format("a non-zero diagonal entry in row {}", entry.row + 1),
                "0 in a skew-symmetric file");
  }
  if constexpr (is_complex<S>) {
    if (symmetry == Symmetry::hermitian && entry.value.imag() != 0) {
      words_.fail(fmt::format("imaginary part {} on the diagonal in row {}", entry.value.imag(),
                              entry.row + 1),
                  "0 in a hermitian file");
    }
  }
}

template <class S>
void EntryReader::check_distinct(const std::deque<StoredEntry<S>>& entries,
                                 const EntryLines& lines) const {
  const auto duplicate = find_duplicate(entries);
  if (!duplicate) return;
  const auto [earlier, later] = *duplicate;
  throw InputError(words_.path(), lines.line_of(later),
                   fmt::format("row {}, column {} for the second time", entries[later].row + 1,
                               entries[later].col + 1),
                   fmt::format("it only on line {}", lines.line_of(earlier)));
}

template <class S>
InputMatrix read_entries(WordReader& words, const MarketHeader& header) {
  EntryReader reader(words, header);
  if (header.shape.dense) return {words.path(), header.shape, reader.array<S>()};
  return {words.path(), header.shape, reader.coordinates<S>()};
}

InputMatrix read_text(const std::filesystem::path& path, ByteSource& text) {
  LineReader lines(path, text);
  WordReader words(lines);
  const MarketHeader header = read_market_header(words);
  if (header.numbers == MarketNumbers::complex) {
    return read_entries<std::complex<double>>(words, header);
  }
  return read_entries<double>(words, header);
}

}  // namespace

InputMatrix read_matrix_market(const std::filesystem::path& path,
                               std::unique_ptr<ByteSource> source) {
  const TextBytes text = decompressed(path, std::move(source));
  try {
    return read_text(path, *text.source);
  } catch (const InputError&) {
    look_for_damage(text);
    throw;
  }
}

InputMatrix read_matrix_market(const std::filesystem::path& path) {
  return read_matrix_market(path, open_bytes(path));
}

}  // namespace isotrace::program
