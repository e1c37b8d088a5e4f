#include <catch2/catch.hpp>

#include <support/page.hpp>

using namespace isotrace::reports;
using isotrace::test::count_of;
using isotrace::test::page_of;
using isotrace::test::TemporaryDirectory;
using isotrace::test::text_of;

namespace {

Plot a_plot() {
  return {.name = "plot",
          .title = "The title",
          .subtitle = "the subtitle",
          .x = {.label = "x"},
          .y = {.label = "y"},
          .series = {{.label = "black", .mark = Mark::lines, .x = {1, 2}, .y = {1, 3}, .style = 6},
                     {.label = "grey", .mark = Mark::points, .x = {1, 2}, .y = {2, 3}, .style = 7},
                     {.label = "blue", .mark = Mark::points, .x = {1, 2}, .y = {3, 3}, .style = 0}},
          .lines = {{.label = "here", .at = 1.5}},
          .legend = Legend::top_left};
}

Table a_table(std::size_t columns) {
  Table table("table", "A table", std::vector<std::string>(columns, "column"));
  table.add_row(std::vector<Cell>(columns, 1.5));
  return table;
}

}  // namespace

TEST_CASE("a verdict stands below the title, before everything else", "[report]") {
  Report report("Title", "Introduction.", {"Passed: all of it.", true});
  report.add_section("Section");
  report.add(a_table(2));
  const std::string page = page_of(report);
  const auto verdict = page.find("<p class=\"verdict good\">✓ Passed: all of it.</p>");
  REQUIRE(verdict != std::string::npos);
  CHECK(page.find("</h1>") < verdict);
  for (const char* later : {"Introduction.", "<h2", "<table"}) CHECK(verdict < page.find(later));
}

TEST_CASE("a verdict is good, bad or neither, and a report may have none", "[report]") {
  CHECK(count_of(page_of(Report("T", "", {"FAILED.", false})), "\"verdict bad\">✗ FAILED.<") == 1);
  CHECK(count_of(page_of(Report("T", "", {"So many."})), "\"verdict\">So many.<") == 1);
  CHECK(count_of(page_of(Report("T", "Words.")), "class=\"verdict") == 0);
}

TEST_CASE("a drawing stands on its page twice, for a broad and a narrow screen", "[report]") {
  Report report("T");
  report.add(a_plot());
  const TemporaryDirectory place;
  report.write(place / "report");
  const std::string page = text_of(place / "report/index.html");
  CHECK(count_of(page, "<svg class=\"broad\"") == 1);
  CHECK(count_of(page, "<svg class=\"narrow\"") == 1);
  CHECK(count_of(page, "viewBox=\"0 0 1200 800\"") == 1);
  CHECK(count_of(page, "viewBox=\"0 0 560 ") == 1);
  CHECK(!std::filesystem::exists(place / "report/plot.narrow.svg"));
  // The narrow drawing has its title in the page, which the broad one has within.
  CHECK(count_of(page, "<p class=\"narrow\"><strong>The title</strong>; the subtitle</p>") == 1);
  CHECK(count_of(page, ">The title</text>") + count_of(page, ">The title</tspan>") == 1);
}

TEST_CASE("a caption stands below its drawing, instead of the subtitle", "[report]") {
  Report report("T");
  Plot plot = a_plot();
  plot.caption = "What is seen & why.";
  report.add(plot);
  const std::string page = page_of(report);
  const auto caption = page.find("<p>What is seen &amp; why.</p>");
  REQUIRE(caption != std::string::npos);
  CHECK(page.rfind("</svg>") < caption);
  CHECK(count_of(page, "</strong>; the subtitle") == 0);
}

TEST_CASE("a page's drawings are dark where it is dark, and the files are not", "[report]") {
  Report report("T");
  report.add(a_plot());
  const TemporaryDirectory place;
  report.write(place / "report");
  const std::string page = text_of(place / "report/index.html");
  const std::string drawings = page.substr(page.find("<svg "));
  for (const char* grey : {"\"black\"", "#ffffff", "#FFFFFF", "rgb(255", "rgb( 64", "rgb(32,32,32)",
                           "rgb(226", "rgb(  0,   0,   0)"}) {
    CAPTURE(grey);
    CHECK(count_of(drawings, grey) == 0);
  }
  for (const char* variable : {"var(--paper)", "var(--ink)", "var(--soft)", "var(--grid)"}) {
    CAPTURE(variable);
    CHECK(count_of(drawings, variable) > 0);
    CHECK(count_of(text_of(place / "report/plot.svg"), variable) == 0);
  }
  CHECK(count_of(drawings, "114, 178") > 0);      // the palette's colours stay
  CHECK(count_of(drawings, "rgb(153, 153") > 0);  // and so does its grey
}

TEST_CASE("a page is dark on a dark screen, light in print, and nothing scrolls", "[report]") {
  const std::string page = page_of(Report("T", "Words."));
  CHECK(count_of(page, "@media screen and (prefers-color-scheme: dark)") == 1);
  CHECK(count_of(page, "@media print") == 1);
  CHECK(count_of(page, "overflow-x") == 0);
  for (const char* name : {"--paper", "--ink", "--soft", "--grid", "--rule", "--link"}) {
    CAPTURE(name);
    CHECK(count_of(page, std::string(name) + ": #") == 2);  // light and dark
  }
}

TEST_CASE("a table that may be too wide for a screen is marked so", "[report]") {
  CHECK(count_of(a_table(5).html(), "<table>") == 1);
  CHECK(count_of(a_table(6).html(), "<table class=\"wide\">") == 1);
  CHECK(count_of(a_table(9).html(), "<table class=\"wide very-wide\">") == 1);
  const std::string page = page_of(Report("T", "Words."));
  CHECK(count_of(page, ".wide td::before { content: attr(data-column)") == 1);
  CHECK(count_of(page, ".very-wide td::before { content: attr(data-column)") == 1);
}

TEST_CASE("a row's first cell is its heading, and the others know their column", "[report]") {
  Table table("t", "", {"law", "a < b"});
  table.add_row({"sphere", 2.5});
  CHECK(table.html().find("<tr><th scope=\"row\">sphere</th><td class=\"number\" "
                          "data-column=\"a &lt; b\">2.5</td></tr>") != std::string::npos);
}

TEST_CASE("a table that is a file only has a line on the page and no table", "[report]") {
  Report report("T");
  report.add_file(a_table(3));
  const TemporaryDirectory place;
  report.write(place / "report");
  const std::string page = text_of(place / "report/index.html");
  CHECK(count_of(page, "<table") == 0);
  CHECK(count_of(page, "A table: 1 rows in <a href=\"table.csv\">table.csv</a>") == 1);
  CHECK(text_of(place / "report/table.csv") == "column,column,column\r\n1.5,1.5,1.5\r\n");
  CHECK_THROWS_AS(report.add(a_table(3)), isotrace::OptionError);
}
