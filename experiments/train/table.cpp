#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include <input/csv.hpp>
#include <input/input_error.hpp>
#include <input/number.hpp>
#include <isotrace/core/error.hpp>
#include <train/table.hpp>

namespace isotrace::program {
namespace {

using Fields = std::vector<std::string>;

bool is_number(const std::string& field) {
  const auto number = parse_number(field);
  return number && std::isfinite(*number);
}

/// The column that a label names in a heading, or as a number from 1 to `width`.
std::optional<Index> column_of(const std::string& label, const Fields& heading, Index width) {
  const auto named = std::find(heading.begin(), heading.end(), label);
  if (named != heading.end()) return named - heading.begin();
  const auto number = parse_integer(label);
  if (number && *number >= 1 && *number <= width) return *number - 1;
  return std::nullopt;
}

/// Whether fields are no row: one of them besides the label's is not a number.
bool is_heading(const Fields& fields, const std::string& label) {
  const auto number = parse_integer(label).value_or(0);
  for (std::size_t k = 0; k < fields.size(); ++k) {
    if (static_cast<Index>(k) + 1 != number && !is_number(fields[k])) return true;
  }
  return false;
}

class TableReader {
 public:
  TableReader(const std::filesystem::path& path, std::string label)
      : csv_(path, open_bytes(path)), label_(std::move(label)) {}

  Table read() {
    Fields fields;
    Fields heading;
    bool more = csv_.next(fields);
    if (more && is_heading(fields, label_)) {
      heading.swap(fields);
      more = csv_.next(fields);
    }
    if (!more) csv_.fail("no rows", "at least one row of numbers and a label");
    begin(heading, fields);
    for (; more; more = csv_.next(fields)) add(fields);
    return finish();
  }

 private:
  /// Names and columns, by the heading, if there is one, and the first row.
  void begin(Fields heading, const Fields& row) {
    width_ = static_cast<Index>(row.size());
    table_.first_line = csv_.line();
    table_.foreign_heading = !heading.empty() && heading.size() != row.size();
    if (table_.foreign_heading) heading.clear();
    const auto column = column_of(label_, heading, width_);
    if (!column) {
      throw OptionError(fmt::format("--label: found {}, expected {}a number from 1 to {}",
                                    program::quoted(label_),
                                    heading.empty() ? "" : "a name of the heading or ", width_));
    }
    column_ = *column;
    if (width_ < 2) csv_.fail("1 field", "a label and at least one number");
    for (Index k = 0; k < width_; ++k) {
      if (k == column_) continue;
      table_.names.push_back(heading.empty() ? fmt::format("column {}", k + 1)
                                             : heading[static_cast<std::size_t>(k)]);
    }
  }

  void add(const Fields& fields) {
    if (static_cast<Index>(fields.size()) != width_) {
      csv_.fail(fmt::format("{} fields", fields.size()),
                fmt::format("{}, as in line {}", width_, table_.first_line));
    }
    for (Index k = 0; k < width_; ++k) {
      const std::string& field = fields[static_cast<std::size_t>(k)];
      if (k != column_) {
        values_.push_back(number(field, k));
      } else if (field.empty()) {
        csv_.fail(fmt::format("an empty field in column {}", k + 1), "a label");
      } else {
        table_.labels.push_back(field);
      }
    }
  }

  double number(const std::string& field, Index column) const {
    const auto value = parse_number(field);
    if (value && std::isfinite(*value)) return *value;
    csv_.fail(fmt::format("{} in column {}",
                          field.empty() ? "an empty field" : program::quoted(field), column + 1),
              "a finite number");
  }

  Table finish() {
    const auto rows = static_cast<Index>(table_.labels.size());
    table_.features =
        Eigen::Map<const RowMatrix<double>>(values_.data(), rows, width_ - 1).transpose();
    return std::move(table_);
  }

  CsvReader csv_;
  std::string label_;
  Table table_;
  Index width_ = 0;
  Index column_ = 0;
  std::vector<double> values_;
};

}  // namespace

Table read_table(const std::filesystem::path& path, const std::string& label) {
  return TableReader(path, label).read();
}

}  // namespace isotrace::program
