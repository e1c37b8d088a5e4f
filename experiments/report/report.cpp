#include <report/report.hpp>

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include <isotrace/core/error.hpp>

#include "drawing.hpp"
#include "files.hpp"
#include "html.hpp"

namespace isotrace::reports {
namespace fs = std::filesystem;
namespace {

std::string link(const std::string& file) {
  return fmt::format("<a href=\"{0}\">{0}</a>", file);
}

std::string paragraph(const std::string& text) {
  return fmt::format("<p>{}</p>\n", html_escaped(text));
}

// The drawing for wide and for narrow screens; the title of the narrow one is in the page.
std::string drawings_of(const Plot& plot, const fs::path& directory) {
  const std::string svg = read_text(directory / (plot.name + ".svg"));
  return inlined_svg(svg, plot.name, "broad", plot.title) +
         inlined_svg(narrow_svg(plot, directory), "narrow:" + plot.name, "narrow", plot.title);
}

// A plot without a caption gets its subtitle as caption, because the narrow drawing shows none.
std::string figure(const Plot& plot, const fs::path& drawings) {
  std::string caption = "<p class=\"narrow\"><strong>" + html_escaped(plot.title) + "</strong>";
  if (plot.caption.empty() && !plot.subtitle.empty()) caption += "; " + html_escaped(plot.subtitle);
  caption += "</p>\n" + (plot.caption.empty() ? std::string() : paragraph(plot.caption));
  return fmt::format("<figure>\n{}<figcaption>{}<p>{} · {} · {}</p></figcaption>\n</figure>\n",
                     drawings_of(plot, drawings), caption, link(plot.name + ".svg"),
                     link(plot.name + ".png"), link(plot.name + ".csv"));
}

std::string with_file(const Table& table) {
  return table.html() + "<p class=\"files\">" + link(table.name() + ".csv") + "</p>\n";
}

std::string file_line(const Table& table) {
  return fmt::format("<p class=\"files\">{}: {} rows in {}</p>\n", html_escaped(table.title()),
                     table.rows().size(), link(table.name() + ".csv"));
}

void write_table(const Table& table, const fs::path& directory) {
  write_text(directory / (table.name() + ".csv"), table.csv());
}

std::string line_of(const Verdict& verdict) {
  if (verdict.text.empty()) return {};
  const std::string_view look = !verdict.good ? "" : *verdict.good ? " good" : " bad";
  const std::string_view sign = !verdict.good ? "" : *verdict.good ? "✓ " : "✗ ";
  return fmt::format("<p class=\"verdict{}\">{}{}</p>\n", look, sign, html_escaped(verdict.text));
}

}  // namespace

Report::Report(std::string title, std::string introduction, Verdict verdict)
    : title_(std::move(title)), verdict_(std::move(verdict)) {
  sections_.emplace_back();
  if (!introduction.empty()) add(std::move(introduction));
}

void Report::add_section(std::string heading, std::string paragraph) {
  sections_.push_back({std::move(heading), {}});
  if (!paragraph.empty()) add(std::move(paragraph));
}

void Report::add(std::string paragraph) {
  sections_.back().items.emplace_back(std::move(paragraph));
}

void Report::add(Plot plot) {
  check(plot);
  claim(plot.name);
  sections_.back().items.emplace_back(std::move(plot));
}

void Report::add(Table table) {
  if (table.rows().empty()) return;
  claim(table.name());
  sections_.back().items.emplace_back(std::move(table));
}

void Report::add_file(Table table) {
  if (table.rows().empty()) return;
  claim(table.name());
  sections_.back().items.emplace_back(File{std::move(table)});
}

void Report::claim(const std::string& name) {
  if (std::find(names_.begin(), names_.end(), name) != names_.end()) {
    throw OptionError("the report has a plot or table named '" + name + "' already");
  }
  names_.push_back(name);
}

std::string Report::page(const fs::path& drawings) const {
  std::string body = line_of(verdict_);
  for (const auto& section : sections_) {
    if (section.items.empty()) continue;
    if (!section.heading.empty()) body += "<h2>" + html_escaped(section.heading) + "</h2>\n";
    for (const auto& item : section.items) {
      if (const auto* text = std::get_if<std::string>(&item)) {
        body += paragraph(*text);
      } else if (const auto* plot = std::get_if<Plot>(&item)) {
        body += figure(*plot, drawings);
      } else if (const auto* table = std::get_if<Table>(&item)) {
        body += with_file(*table);
      } else {
        body += file_line(std::get<File>(item).table);
      }
    }
  }
  return html_page(title_, body);
}

void Report::write(const fs::path& directory) const {
  Staging staging(directory);
  for (const auto& section : sections_) {
    for (const auto& item : section.items) {
      if (const auto* plot = std::get_if<Plot>(&item)) {
        render(*plot, staging.directory());
        write_table(data_of(*plot), staging.directory());
      } else if (const auto* table = std::get_if<Table>(&item)) {
        write_table(*table, staging.directory());
      } else if (const auto* file = std::get_if<File>(&item)) {
        write_table(file->table, staging.directory());
      }
    }
  }
  write_text(staging.directory() / "index.html", page(staging.directory()));
  staging.commit("index.html");
}

}  // namespace isotrace::reports
