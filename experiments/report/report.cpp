#include <report/report.hpp>

#include <algorithm>

#include <isotrace/core/error.hpp>

#include "files.hpp"
#include "html.hpp"

namespace isotrace::reports {
namespace fs = std::filesystem;
namespace {

std::string link(const std::string& file) {
  return "<a href=\"" + file + "\">" + file + "</a>";
}

std::string figure(const Plot& plot, const fs::path& drawings) {
  const std::string svg = read_text(drawings / (plot.name + ".svg"));
  return "<figure>\n" + inlined_svg(svg, plot.name, plot.title) + "<figcaption>" +
         link(plot.name + ".svg") + " · " + link(plot.name + ".png") + " · " +
         link(plot.name + ".csv") + "</figcaption>\n</figure>\n";
}

}  // namespace

Report::Report(std::string title, std::string introduction) : title_(std::move(title)) {
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

void Report::claim(const std::string& name) {
  if (std::find(names_.begin(), names_.end(), name) != names_.end()) {
    throw OptionError("the report has a plot or table named '" + name + "' already");
  }
  names_.push_back(name);
}

std::string Report::page(const fs::path& drawings) const {
  std::string body;
  for (const auto& section : sections_) {
    if (section.items.empty()) continue;
    if (!section.heading.empty()) body += "<h2>" + html_escaped(section.heading) + "</h2>\n";
    for (const auto& item : section.items) {
      if (const auto* text = std::get_if<std::string>(&item)) {
        body += "<p>" + html_escaped(*text) + "</p>\n";
      } else if (const auto* plot = std::get_if<Plot>(&item)) {
        body += figure(*plot, drawings);
      } else {
        const auto& table = std::get<Table>(item);
        body += "<div class=\"scroll\">\n" + table.html() + "</div>\n<p class=\"files\">" +
                link(table.name() + ".csv") + "</p>\n";
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
        write_text(staging.directory() / (plot->name + ".csv"), data_of(*plot).csv());
      } else if (const auto* table = std::get_if<Table>(&item)) {
        write_text(staging.directory() / (table->name() + ".csv"), table->csv());
      }
    }
  }
  write_text(staging.directory() / "index.html", page(staging.directory()));
  staging.commit("index.html");
}

}  // namespace isotrace::reports
