#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <report/plot.hpp>
#include <report/table.hpp>

namespace isotrace::reports {

/// What a reader wants to know first, in one line.
struct Verdict {
  std::string text;
  std::optional<bool> good = {};  ///< none: neither good nor bad
};

/// One page of a verdict, headings, paragraphs, plots and tables, and the files that go with it.
class Report {
 public:
  /// The verdict stands right below the title, the introduction below it.
  explicit Report(std::string title, std::string introduction = {}, Verdict verdict = {});

  /// Opens a section; what is added afterwards belongs to it. One to which nothing is added is left
  /// out, and so is a table without rows.
  void add_section(std::string heading, std::string paragraph = {});
  void add(std::string paragraph);
  /// Throw OptionError if a plot or table of that name is in the report already.
  void add(Plot plot);
  void add(Table table);
  /// A table that is a file only, with a line on the page that says what is in it.
  void add_file(Table table);

  /// Writes index.html (self-contained: no other file, no network), <name>.svg, <name>.png and
  /// <name>.csv for each plot, <name>.csv for each table. All is made in a temporary directory
  /// beside the destination (inside it, if it exists), and moved into place when complete,
  /// index.html last: after an error nothing has changed. In an existing directory files of these
  /// names are replaced, others are left alone. Errors: those of check_destination and render.
  void write(const std::filesystem::path& directory) const;

 private:
  struct File {
    Table table;
  };
  struct Section {
    std::string heading;
    std::vector<std::variant<std::string, Plot, Table, File>> items;
  };

  void claim(const std::string& name);
  std::string page(const std::filesystem::path& drawings) const;

  std::string title_;
  Verdict verdict_;
  std::vector<Section> sections_;
  std::vector<std::string> names_;
};

/// Throws OptionError, with the reason, if a report cannot be written to the directory: it, or one
/// of its parents, is something else than a directory, or is not writable. Changes nothing: for use
/// before long work.
void check_destination(const std::filesystem::path& directory);

}  // namespace isotrace::reports
