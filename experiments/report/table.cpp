#include <report/table.hpp>

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <isotrace/core/error.hpp>

#include "html.hpp"
#include "numbers.hpp"

namespace isotrace::reports {
namespace {

bool is_text(const Cell& cell) {
  return std::holds_alternative<std::string>(cell);
}

std::string shown(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* count = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *count);
  if (const auto* number = std::get_if<Rounded>(&cell)) {
    return rounded(number->value, number->digits);
  }
  if (const auto* measured = std::get_if<Measured>(&cell)) {
    return with_interval(measured->value, measured->low, measured->high);
  }
  return plain(std::get<double>(cell), 5);
}

std::string exact(double x) {
  return plain(x, 17);
}

std::string exact(const Cell& cell) {
  if (const auto* measured = std::get_if<Measured>(&cell)) return exact(measured->value);
  if (const auto* number = std::get_if<Rounded>(&cell)) return exact(number->value);
  if (const auto* x = std::get_if<double>(&cell)) return exact(*x);
  return shown(cell);
}

// A cell's HTML. A line may break between a number and its interval, but not within the interval.
std::string set(const Cell& cell) {
  if (is_text(cell)) return html_escaped(std::get<std::string>(cell));
  std::string text = html_escaped(typeset(shown(cell)));
  const auto bracket = text.find(" [");
  if (bracket == std::string::npos) return text;
  return text.insert(bracket + 1, "<span>") + "</span>";
}

std::string element(const Cell& cell, const std::string& column, bool heading) {
  if (heading) return "<th scope=\"row\">" + set(cell) + "</th>";
  return "<td" + std::string(is_text(cell) ? "" : " class=\"number\"") + " data-column=\"" +
         html_escaped(column) + "\">" + set(cell) + "</td>";
}

std::string_view class_of(std::size_t columns) {
  if (columns >= 9) return " class=\"wide very-wide\"";
  return columns >= 6 ? " class=\"wide\"" : "";
}

// A field with a comma, a quote or a line break is quoted, and its quotes are doubled (RFC 4180,
// 2.5-2.7).
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

// The number of code points: UTF-8 bytes that are no continuation bytes.
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

bool Table::has_intervals(std::size_t column) const {
  return std::any_of(rows_.begin(), rows_.end(), [&](const std::vector<Cell>& row) {
    return std::holds_alternative<Measured>(row[column]);
  });
}

std::string Table::csv() const {
  std::vector<std::string> header;
  for (std::size_t j = 0; j < columns_.size(); ++j) {
    header.push_back(csv_field(columns_[j]));
    if (!has_intervals(j)) continue;
    header.push_back(csv_field(columns_[j] + ", low"));
    header.push_back(csv_field(columns_[j] + ", high"));
  }
  std::string out = fmt::format("{}\r\n", fmt::join(header, ","));
  for (const auto& row : rows_) {
    std::vector<std::string> fields;
    for (std::size_t j = 0; j < row.size(); ++j) {
      fields.push_back(csv_field(exact(row[j])));
      if (!has_intervals(j)) continue;
      const auto* measured = std::get_if<Measured>(&row[j]);
      fields.push_back(measured != nullptr ? exact(measured->low) : "");
      fields.push_back(measured != nullptr ? exact(measured->high) : "");
    }
    out += fmt::format("{}\r\n", fmt::join(fields, ","));
  }
  return out;
}

std::string Table::html() const {
  std::string out = fmt::format("<table{}>\n", class_of(columns_.size()));
  if (!title_.empty()) out += "<caption>" + html_escaped(title_) + "</caption>\n";
  out += "<thead><tr>";
  for (const auto& column : columns_) {
    out += "<th scope=\"col\">" + html_escaped(column) + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : rows_) {
    out += "<tr>";
    for (std::size_t j = 0; j < row.size(); ++j) out += element(row[j], columns_[j], j == 0);
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table>\n";
}

}  // namespace isotrace::reports
