// Bytes as a label, up to the first line's end, and a file of comma-separated values: read whole,
// byte by byte and through gzip, with the same outcome. A refusal is one line of the agreed form.
// Rows come back when they are written and read; what is accepted as a table has the file's rows,
// and becomes finite samples or is refused.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fuzz/contradiction.hpp>
#include <fuzz/refusal.hpp>
#include <fuzz/target.hpp>
#include <input/csv.hpp>
#include <input/gzip.hpp>
#include <input/input_error.hpp>
#include <input/number.hpp>
#include <input/text_source.hpp>
#include <support/gzip.hpp>
#include <train/dataset.hpp>
#include <train/table.hpp>

namespace isotrace::fuzz {
namespace {

using program::Table;
using program::TextSource;
using Row = std::vector<std::string>;

constexpr std::size_t whole = std::string_view::npos;

/// A table, or the message of its refusal.
struct Outcome {
  std::optional<Table> table;
  std::string refusal;
};

Outcome outcome(const std::string& label, std::string_view text, std::size_t at_most = whole) {
  try {
    return {program::read_table("f", std::make_unique<TextSource>(text, at_most), label), ""};
  } catch (const program::InputError& error) {
    check_refusal(error.what(), "f");
    return {std::nullopt, error.what()};
  } catch (const OptionError& error) {
    check_refusal(error.what(), "--label");
    return {std::nullopt, error.what()};
  }
}

void require_same(const Outcome& one, const Outcome& other, const std::string& how) {
  require(one.refusal == other.refusal,
          fmt::format("{}: '{}' instead of '{}'", how, other.refusal, one.refusal));
  if (!one.table) return;
  const Table& a = *one.table;
  const Table& b = *other.table;
  require(a.names == b.names && a.labels == b.labels && a.lines == b.lines &&
              a.foreign_heading == b.foreign_heading && a.features == b.features,
          how + ": another table");
}

/// All rows; nothing if they are refused.
std::optional<std::vector<Row>> rows_of(std::string_view text) {
  try {
    program::CsvReader csv("f", std::make_unique<TextSource>(text));
    std::vector<Row> rows;
    for (Row row; csv.next(row);) rows.push_back(row);
    return rows;
  } catch (const program::InputError& error) {
    check_refusal(error.what(), "f");
    return std::nullopt;
  }
}

/// The rows with every field in quotes.
std::string written(const std::vector<Row>& rows) {
  std::string text;
  for (const Row& row : rows) {
    for (std::size_t k = 0; k < row.size(); ++k) {
      text += k == 0 ? "\"" : ",\"";
      for (const char c : row[k]) text.append(c == '"' ? 2 : 1, c);
      text += '"';
    }
    text += '\n';
  }
  return text;
}

/// A line's end within a field is \n, whatever it was in the file.
void check_round_trip(std::vector<Row> rows) {
  for (Row& row : rows) {
    for (std::string& field : row) {
      for (auto at = field.find("\r\n"); at != whole; at = field.find("\r\n")) field.erase(at, 1);
    }
  }
  const auto again = rows_of(written(rows));
  require(again.has_value(), "what was read is refused when written");
  require(*again == rows, "what was read changes when it is written and read");
}

/// Whether column c of the rows is the table's labels, and the others its features.
bool has_labels_in(const Table& table, const Row* rows, std::size_t c) {
  for (std::size_t j = 0; j < table.labels.size(); ++j) {
    const Row& row = rows[j];
    if (row.size() != table.names.size() + 1 || row[c] != table.labels[j]) return false;
    for (std::size_t k = 0; k < row.size(); ++k) {
      if (k == c) continue;
      const Index feature = static_cast<Index>(k < c ? k : k - 1);
      if (program::parse_number(row[k]) != table.features(feature, static_cast<Index>(j))) {
        return false;
      }
    }
  }
  return true;
}

void check_table(const Table& table, const std::vector<Row>& rows) {
  const std::size_t samples = table.labels.size();
  require(samples > 0 && !table.names.empty(), "an empty table");
  require(table.features.rows() == static_cast<Index>(table.names.size()) &&
              table.features.cols() == static_cast<Index>(samples) && table.lines.size() == samples,
          "features, names, labels and lines do not belong together");
  require(table.features.allFinite(), "a feature that is not finite");
  require(std::ranges::none_of(table.labels, &std::string::empty), "an empty label");
  require(table.lines.front() >= 1, "a line before the first");
  require(std::ranges::adjacent_find(table.lines, std::greater_equal<>()) == table.lines.end(),
          "lines that do not ascend");
  require(rows.size() == samples || rows.size() == samples + 1, "rows were lost");
  const Row* first = rows.data() + (rows.size() - samples);
  bool found = false;
  for (std::size_t c = 0; c <= table.names.size(); ++c) {
    found = found || has_labels_in(table, first, c);
  }
  require(found, "the table's rows are not the file's");
}

/// Samples are finite, or the table is refused by one line.
void check_samples(const Table& table, std::optional<program::LossKind> loss) {
  try {
    const auto data = program::make_dataset(table, loss, {.test = 0.25, .standardise = true});
    require(data.train.X.allFinite() && data.test.X.allFinite() && data.train.T.allFinite() &&
                data.test.T.allFinite(),
            "a sample that is not finite");
    require(data.train.size() + data.test.size() == static_cast<Index>(table.labels.size()),
            "samples were lost");
  } catch (const Error& error) {
    require(std::string(error.what()).find_first_of("\r\n") == std::string::npos,
            std::string("more than a line: ") + error.what());
  }
}

}  // namespace

bool run_target(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  if (end == whole) return false;
  const std::string label(bytes.substr(0, end));
  const std::string_view text = bytes.substr(end + 1);
  const Outcome result = outcome(label, text);
  require_same(result, outcome(label, text, 1), "byte by byte");
  if (!program::is_gzip(text)) {
    require_same(result, outcome(label, test::gzipped(text)), "compressed");
  }
  const auto rows = rows_of(text);
  if (rows) check_round_trip(*rows);
  if (!result.table) return true;
  require(rows.has_value(), "a table of rows that are refused");
  check_table(*result.table, *rows);
  check_samples(*result.table, std::nullopt);
  check_samples(*result.table, program::LossKind::squared);
  return true;
}

}  // namespace isotrace::fuzz
