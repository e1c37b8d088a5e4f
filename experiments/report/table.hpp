#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace isotrace::reports {

/// A number with its interval: one cell of a page, three columns of a CSV file.
struct Measured {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// A real number that is shown with fewer than 5 digits.
struct Rounded {
  double value = 0;
  int digits = 2;
};

/// A cell: text, a real number, an integer, or one of the above.
using Cell = std::variant<std::string, double, std::int64_t, Measured, Rounded>;

/// A table with a file name, a title, column names and rows, as wide as the columns.
class Table {
 public:
  /// name: of its file without extension, see check_file_name. Throws OptionError for another name,
  /// ShapeError if there are no columns.
  Table(std::string name, std::string title, std::vector<std::string> columns);

  /// Throws ShapeError, naming both counts, unless there is one cell for each column.
  void add_row(std::vector<Cell> row);

  const std::string& name() const { return name_; }
  const std::string& title() const { return title_; }
  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<std::vector<Cell>>& rows() const { return rows_; }

  /// Aligned columns, text to the left and numbers to the right, with 5 significant digits. Empty
  /// if there are no rows.
  std::string text() const;
  /// RFC 4180 with a header line and CRLF; numbers in full (%.17g), NaN as nan, infinities as inf.
  /// A column with intervals becomes three: its name, and its name with ", low" and ", high".
  std::string csv() const;
  /// A <table> element, everything escaped, with the numbers of text() in typographic form. The
  /// first cell of a row is its heading. Cells carry their column's name, and a table its class
  /// ("wide" from 6 columns on, "very-wide" from 9), so that a style sheet can show each row as a
  /// list on narrow screens.
  std::string html() const;

 private:
  std::string name_;
  std::string title_;
  std::vector<std::string> columns_;
  std::vector<std::vector<Cell>> rows_;

  bool has_intervals(std::size_t column) const;
};

/// Throws OptionError unless name is valid for a report's file: letters, digits, '-', '_' and '.',
/// not beginning with '.', not empty, not "index".
void check_file_name(const std::string& name);

}  // namespace isotrace::reports
