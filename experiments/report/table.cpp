#include <report/table.hpp>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <isotrace/core/error.hpp>

#include "html.hpp"

namespace isotrace::reports {
namespace {

bool is_text(const Cell& cell) {
  return std::holds_alternative<std::string>(cell);
}

std::string shown(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* count = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *count);
  return fmt::format("{:.5g}", std::get<double>(cell));
}

std::string exact(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* count = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *count);
  const double x = std::get<double>(cell);
  return std::isnan(x) ? "nan" : fmt::format("{:.17g}", x);
}

// A field with a comma, a quote or a line break is quoted, quotes in it doubled (RFC
// 4180, 2.5-2.7).
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

// Code points: every byte of UTF-8 that does not continue one.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t to, bool left) {
  const std::string space(to - std::min(to, width(text)), ' ');
  return left ? text + space : space + text;
}

}  // namespace

void check_file_name(const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
  if (name.empty() || !plain || name.front() == '.' || name == "index") {
    throw OptionError(
        "a plot's or table's name must be letters, digits, '-', '_' and '.', the last "
        "not in front, and not index: found '" +
        name + "'");
  }
}

Table::Table(std::string name, std::string title, std::vector<std::string> columns)
    : name_(std::move(name)), title_(std::move(title)), columns_(std::move(columns)) {
  check_file_name(name_);
  if (columns_.empty()) throw ShapeError("table '" + name_ + "' has no columns");
}

void Table::add_row(std::vector<Cell> row) {
  if (row.size() != columns_.size()) {
    throw ShapeError(
        fmt::format("table '{}': a row of {} cells, expected one for each of {} columns", name_,
                    row.size(), columns_.size()));
  }
  rows_.push_back(std::move(row));
}

std::string Table::text() const {
  if (rows_.empty()) return {};
  std::vector<std::size_t> widths;
  std::vector<bool> left;
  for (std::size_t j = 0; j < columns_.size(); ++j) {
    widths.push_back(width(columns_[j]));
    left.push_back(false);
    for (const auto& row : rows_) {
      widths[j] = std::max(widths[j], width(shown(row[j])));
      left[j] = left[j] || is_text(row[j]);
    }
  }
  std::string out = title_.empty() ? "" : title_ + "\n";
  const auto line = [&](const auto& cell_text) {
    std::string joined;
    for (std::size_t j = 0; j < columns_.size(); ++j) {
      joined += (j == 0 ? "" : "  ") + padded(cell_text(j), widths[j], left[j]);
    }
    joined.erase(joined.find_last_not_of(' ') + 1);
    out += joined + '\n';
  };
  line([&](std::size_t j) { return columns_[j]; });
  line([&](std::size_t j) { return std::string(widths[j], '-'); });
  for (const auto& row : rows_) {
    line([&](std::size_t j) { return shown(row[j]); });
  }
  return out;
}

std::string Table::csv() const {
  std::string out;
  for (std::size_t j = 0; j < columns_.size(); ++j) {
    if (j > 0) out += ',';
    out += csv_field(columns_[j]);
  }
  out += "\r\n";
  for (const auto& row : rows_) {
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (j > 0) out += ',';
      out += csv_field(exact(row[j]));
    }
    out += "\r\n";
  }
  return out;
}

std::string Table::html() const {
  std::string out = "<table>\n";
  if (!title_.empty()) out += "<caption>" + html_escaped(title_) + "</caption>\n";
  out += "<thead><tr>";
  for (const auto& column : columns_) out += "<th>" + html_escaped(column) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : rows_) {
    out += "<tr>";
    for (const auto& cell : row) {
      out +=
          (is_text(cell) ? "<td>" : "<td class=\"number\">") + html_escaped(shown(cell)) + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table>\n";
}

}  // namespace isotrace::reports
