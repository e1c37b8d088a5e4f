#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <report/plot.hpp>
#include <report/table.hpp>

namespace isotrace::reports {

/// The main result, in one line.
struct Verdict {
  std::string text;
  std::optional<bool> good = {};  ///< none: neither good nor bad
};

/// A page with a verdict, headings, paragraphs, plots and tables, and the files that belong to it.
class Report {
 public:
  /// The verdict is placed below the title, followed by the introduction.
  explicit Report(std::string title, std::string introduction = {}, Verdict verdict = {});

  /// Opens a section for what is added afterwards. Empty sections and tables without rows are
  /// omitted.
  void add_section(std::string heading, std::string paragraph = {});
  void add(std::string paragraph);
  /// Throw OptionError if the report already has a plot or table of this name.
  void add(Plot plot);
  void add(Table table);
  /// Adds a table as a file only, with a line on the page that describes it.
  void add_file(Table table);

  /// Writes index.html (self-contained: no other file, no network), <name>.svg, <name>.png and
  /// <name>.csv for each plot, <name>.csv for each table. Files are written to a temporary
  /// directory beside the destination (inside it, if it exists) and moved into place when complete,
  /// index.html last; after an error nothing has changed. In an existing directory files of these
  /// names are replaced and others are kept. Throws as check_destination and render do.
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

/// Throws OptionError, with the reason, if a report cannot be written to the directory: it or one
/// of its parents is no directory or not writable. Changes nothing. For use before long work.
void check_destination(const std::filesystem::path& directory);

}  // namespace isotrace::reports
