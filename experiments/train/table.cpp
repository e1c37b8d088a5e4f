#include <fmt/format.h>

#include <algorithm>
#include <boost/locale/utf.hpp>
#include <cmath>
#include <optional>

#include <input/csv.hpp>
#include <input/input_error.hpp>
#include <input/number.hpp>
#include <isotrace/core/error.hpp>
#include <train/table.hpp>

namespace isotrace::program {
namespace {

/// A row of the file, and its line.
struct Row {
  std::vector<std::string> fields;
  Index line = 0;

  Index size() const { return static_cast<Index>(fields.size()); }
  const std::string& operator[](Index column) const {
    return fields[static_cast<std::size_t>(column)];
  }
};

std::optional<double> finite_number(const std::string& field) {
  const auto number = parse_number(field);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

bool is_utf8(const std::string& text) {
  using Traits = boost::locale::utf::utf_traits<char>;
  for (auto at = text.begin(); at != text.end();) {
    if (!boost::locale::utf::is_valid_codepoint(Traits::decode(at, text.end()))) return false;
  }
  return true;
}

class TableReader {
 public:
  TableReader(const std::filesystem::path& path, std::unique_ptr<ByteSource> source,
              std::string label)
      : path_(path), csv_(path, std::move(source)), label_(std::move(label)) {}

  Table read() {
    try {
      return read_rows();
    } catch (const Error&) {
      csv_.look_for_damage();
      throw;
    }
  }

 private:
  Table read_rows() {
    Row first = next();
    Row second = next();
    const bool heading = is_heading(first, second);
    if (!heading) {
      begin({}, first);
      add(first);
    } else if (second.size() > 0) {
      begin(first, second);
    }
    if (second.size() > 0) add(second);
    for (Row row = next(); row.size() > 0; row = next()) add(row);
    if (table_.labels.empty()) {
      fail(std::max<Index>(1, first.line), "no rows", "at least one row of numbers and a label");
    }
    return finish();
  }

  /// The next row; empty at the end.
  Row next() {
    Row row;
    if (csv_.next(row.fields)) row.line = csv_.line();
    return row;
  }

  [[noreturn]] void fail(Index line, std::string_view found, std::string_view expected) const {
    throw InputError(path_, line, found, expected);
  }

  /// Whether the first line is none of the rows: the label is one of its words, or none of its
  /// fields besides the label's is a number, or there are others than in the second line, which
  /// only a heading may have, and text among them.
  bool is_heading(const Row& first, const Row& second) const {
    if (first.size() == 0) return true;
    const auto label = parse_integer(label_);
    Index features = 0;
    Index numbers = 0;
    for (Index k = 0; k < first.size(); ++k) {
      if (label == k + 1) continue;
      if (!label && first[k] == label_) return true;
      ++features;
      if (finite_number(first[k])) ++numbers;
    }
    return features > 0 && (numbers == 0 || (numbers < features && second.size() > 0 &&
                                             second.size() != first.size()));
  }

  /// The column that the label names in a heading, or as a number.
  Index label_column(const Row& heading) const {
    const auto named = std::find(heading.fields.begin(), heading.fields.end(), label_);
    if (std::count(heading.fields.begin(), heading.fields.end(), label_) > 1) {
      throw OptionError(
          fmt::format("--label: found {} for two columns, expected a number from 1 to {}",
                      program::quoted(label_), width_));
    }
    if (named != heading.fields.end()) return named - heading.fields.begin();
    const auto number = parse_integer(label_);
    if (number && *number >= 1 && *number <= width_) return *number - 1;
    throw OptionError(fmt::format("--label: found {}, expected {}a number from 1 to {}",
                                  program::quoted(label_),
                                  heading.size() == 0 ? "" : "a name of the heading or ", width_));
  }

  /// Names and columns, by the heading, if there is one, and the first row.
  void begin(Row heading, const Row& row) {
    width_ = row.size();
    table_.foreign_heading = heading.size() > 0 && heading.size() != width_;
    if (table_.foreign_heading) heading = {};
    column_ = label_column(heading);
    if (width_ < 2) fail(row.line, "1 field", "a label and at least one number");
    for (Index k = 0; k < width_; ++k) {
      if (k == column_) continue;
      table_.names.push_back(heading.size() == 0 ? fmt::format("column {}", k + 1) : heading[k]);
    }
  }

  void add(const Row& row) {
    if (row.size() != width_) {
      fail(row.line, fmt::format("{} fields", row.size()),
           fmt::format("{}, as in line {}", width_, table_.lines.front()));
    }
    for (Index k = 0; k < width_; ++k) {
      if (k != column_) values_.push_back(number(row, k));
    }
    const std::string& label = row[column_];
    if (label.empty()) {
      fail(row.line, fmt::format("an empty field in column {}", column_ + 1), "a label");
    }
    if (!is_utf8(label)) {
      fail(row.line, fmt::format("the label {}", program::quoted(label)), "text in UTF-8");
    }
    table_.labels.push_back(label);
    table_.lines.push_back(row.line);
  }

  double number(const Row& row, Index column) const {
    if (const auto value = finite_number(row[column])) return *value;
    fail(row.line,
         fmt::format("{} in column {}",
                     row[column].empty() ? "an empty field" : program::quoted(row[column]),
                     column + 1),
         "a finite number");
  }

  Table finish() {
    const auto rows = static_cast<Index>(table_.labels.size());
    table_.features =
        Eigen::Map<const RowMatrix<double>>(values_.data(), rows, width_ - 1).transpose();
    table_.path = path_;
    return std::move(table_);
  }

  std::filesystem::path path_;
  CsvReader csv_;
  std::string label_;
  Table table_;
  Index width_ = 0;
  Index column_ = 0;
  std::vector<double> values_;
};

}  // namespace

Table read_table(const std::filesystem::path& path, const std::string& label) {
  return read_table(path, open_bytes(path), label);
}

Table read_table(const std::filesystem::path& path, std::unique_ptr<ByteSource> source,
                 const std::string& label) {
  return TableReader(path, std::move(source), label).read();
}

}  // namespace isotrace::program
