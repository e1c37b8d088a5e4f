#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace isotrace::reports {

/// A cell: text, a real number or an integer.
using Cell = std::variant<std::string, double, std::int64_t>;

/// A table with a file name, a title, column names and rows, as wide as the columns.
class Table {
 public:
  /// name is that of its files, without an ending: letters, digits, '-', '_' and '.', not first.
  /// Throws OptionError for another name, ShapeError if there are no columns.
  Table(std::string name, std::string title, std::vector<std::string> columns);

  /// Throws ShapeError (both counts) unless there is one cell a column.
  void add_row(std::vector<Cell> row);

  const std::string& name() const { return name_; }
  const std::string& title() const { return title_; }
  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<std::vector<Cell>>& rows() const { return rows_; }

  /// Aligned columns, text to the left and numbers to the right, with 5 significant digits. Empty
  /// without rows.
  std::string text() const;
  /// RFC 4180 with a header line and CRLF; numbers in full (%.17g), NaN as nan, infinities as inf.
  std::string csv() const;
  /// A <table> element, everything escaped; numbers as in text().
  std::string html() const;

 private:
  std::string name_;
  std::string title_;
  std::vector<std::string> columns_;
  std::vector<std::vector<Cell>> rows_;
};

/// Throws OptionError unless name can be that of a report's file: letters, digits, '-', '_' and,
/// not in front, '.'; not empty, not "index".
void check_file_name(const std::string& name);

}  // namespace isotrace::reports
