#include <catch2/catch.hpp>

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <set>

#include <isotrace/core/error.hpp>
#include <report/report.hpp>
#include <support/page.hpp>

using namespace isotrace;
using namespace isotrace::reports;
using isotrace::test::TemporaryDirectory;
using isotrace::test::text_of;
namespace fs = std::filesystem;

namespace {

// PATH for as long as it lives, as on a machine where only that directory has programs.
class PathVariable {
 public:
  explicit PathVariable(const fs::path& path) : before_(::getenv("PATH")) {
    ::setenv("PATH", path.c_str(), 1);
  }
  ~PathVariable() { ::setenv("PATH", before_.c_str(), 1); }
  PathVariable(const PathVariable&) = delete;
  PathVariable& operator=(const PathVariable&) = delete;

 private:
  std::string before_;
};

std::set<std::string> names(const fs::path& directory) {
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(directory)) {
    found.insert(entry.path().filename().string());
  }
  return found;
}

void put(const fs::path& file, const std::string& text) {
  std::ofstream(file) << text;
}

Plot a_plot(const std::string& name) {
  return {.name = name,
          .title = "it's a < b & 'c' \\ \"d\" $(e)\nsecond",
          .x = {.label = "probes N", .scale = Scale::logarithmic, .base = 2},
          .y = {.label = "error_x", .scale = Scale::logarithmic},
          .series = {{.label = "x^2_y'", .x = {1, 2, 4}, .y = {1, 0.5, 0.25}},
                     {.label = "bars",
                      .mark = Mark::error_bars,
                      .x = {1, 2},
                      .y = {1, 2},
                      .low = {0.5, 1},
                      .high = {2, 3}}},
          .lines = {{.label = "here", .at = 3}}};
}

Report a_report() {
  Report report("A <report>", "First & last.");
  report.add_section("Pictures");
  report.add(a_plot("first"));
  Table table("numbers", "Numbers", {"x"});
  table.add_row({0.5});
  report.add(std::move(table));
  return report;
}

const std::set<std::string> files_of_a_report{"index.html", "first.svg", "first.png", "first.csv",
                                              "numbers.csv"};

}  // namespace

TEST_CASE("a report writes its page and the files of its plots and tables, and nothing else") {
  const TemporaryDirectory place;
  a_report().write(place / "report");
  CHECK(names(place / "report") == files_of_a_report);
  CHECK(names(place.path()) == std::set<std::string>{"report"});
}

TEST_CASE("a plot's PNG is a picture of 1200 by 800") {
  const TemporaryDirectory place;
  render(a_plot("one"), place.path());
  const std::string png = text_of(place / "one.png");
  REQUIRE(png.size() > 24);
  CHECK(png.substr(1, 3) == "PNG");
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(png[i]); };
  CHECK(byte(18) * 256 + byte(19) == 1200);
  CHECK(byte(22) * 256 + byte(23) == 800);
}

TEST_CASE("a report's page stands alone, with its text escaped and its drawings within") {
  const TemporaryDirectory place;
  a_report().write(place / "report");
  const std::string page = text_of(place / "report/index.html");
  CHECK(page.find("<h1>A &lt;report&gt;</h1>") != std::string::npos);
  CHECK(page.find("First &amp; last.") != std::string::npos);
  CHECK(page.find("<svg ") != std::string::npos);
  CHECK(page.find("<?xml") == std::string::npos);
  CHECK(page.find("<img") == std::string::npos);
  CHECK(page.find("src=") == std::string::npos);
  CHECK(page.find("<link") == std::string::npos);
}

TEST_CASE("two drawings in one page share no id") {
  const TemporaryDirectory place;
  Report report = a_report();
  report.add(a_plot("second"));
  report.write(place / "report");
  const std::string page = text_of(place / "report/index.html");
  std::multiset<std::string> ids;
  for (auto at = page.find(" id="); at != std::string::npos; at = page.find(" id=", at + 1)) {
    const auto end = page.find(page[at + 4], at + 5);
    ids.insert(page.substr(at + 5, end - at - 5));
  }
  REQUIRE(ids.size() > 10);
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
}

TEST_CASE("a report replaces its own files in an existing directory and leaves the others") {
  const TemporaryDirectory place;
  fs::create_directory(place / "report");
  put(place / "report/index.html", "old");
  put(place / "report/mine.txt", "kept");
  a_report().write(place / "report");
  auto expected = files_of_a_report;
  expected.insert("mine.txt");
  CHECK(names(place / "report") == expected);
  CHECK(text_of(place / "report/mine.txt") == "kept");
  CHECK(text_of(place / "report/index.html") != "old");
}

TEST_CASE("without gnuplot a report fails by its name and leaves no trace") {
  const TemporaryDirectory place;
  const PathVariable nowhere(place.path());
  REQUIRE_THROWS_WITH(a_report().write(place / "new/deep/report"), Catch::Contains("gnuplot"));
  CHECK(names(place.path()).empty());
}

TEST_CASE("a report that fails leaves an older one as it was") {
  const TemporaryDirectory place;
  fs::create_directory(place / "report");
  put(place / "report/index.html", "old");
  const PathVariable nowhere(place.path());
  CHECK_THROWS_AS(a_report().write(place / "report"), Error);
  CHECK(names(place / "report") == std::set<std::string>{"index.html"});
  CHECK(text_of(place / "report/index.html") == "old");
}

TEST_CASE("what a failing gnuplot prints is in the error") {
  const TemporaryDirectory place;
  const TemporaryDirectory programs;
  put(programs / "gnuplot", "#!/bin/sh\necho 'line 3: no such terminal' >&2\nexit 7\n");
  fs::permissions(programs / "gnuplot", fs::perms::owner_all);
  const PathVariable only(programs.path());
  REQUIRE_THROWS_WITH(
      render(a_plot("one"), place.path()),
      Catch::Contains("exit status 7") && Catch::Contains("line 3: no such terminal"));
}

TEST_CASE("a gnuplot that draws nothing is an error") {
  const TemporaryDirectory place;
  const TemporaryDirectory programs;
  put(programs / "gnuplot", "#!/bin/sh\nexit 0\n");
  fs::permissions(programs / "gnuplot", fs::perms::owner_all);
  const PathVariable only(programs.path());
  REQUIRE_THROWS_WITH(render(a_plot("one"), place.path()), Catch::Contains("no picture"));
}

TEST_CASE("a picture that gnuplot could not write to its end is an error") {
  const TemporaryDirectory place;
  const TemporaryDirectory programs;
  const std::string svg = "printf '<svg>\\n</svg>\\n\\n' >one.svg\n";
  const std::string png = "printf '\\211PNG\\r\\nIEND\\256\\102\\140\\202' >one.png\n";
  const auto draw = [&](const std::string& script) {
    put(programs / "gnuplot", "#!/bin/sh\n" + script);
    fs::permissions(programs / "gnuplot", fs::perms::owner_all);
    const PathVariable only(programs.path());
    render(a_plot("one"), place.path());
  };
  CHECK_NOTHROW(draw(svg + png));
  CHECK_THROWS_WITH(draw("printf '<svg>\\n' >one.svg\n" + png),
                    Catch::Contains("cannot write") && Catch::Contains("one.svg"));
  CHECK_THROWS_WITH(draw(svg + "printf '\\211PNG\\r\\nIEND' >one.png\n"),
                    Catch::Contains("cannot write") && Catch::Contains("one.png"));
}

TEST_CASE("a destination that is a file, or lies under one, is refused") {
  const TemporaryDirectory place;
  put(place / "file", "");
  for (const char* path : {"file", "file/report"}) {
    CHECK_THROWS_AS(check_destination(place / path), OptionError);
    CHECK_THROWS_WITH(a_report().write(place / path), Catch::Contains("is not a directory"));
  }
}

TEST_CASE("a destination's check changes nothing") {
  const TemporaryDirectory place;
  check_destination(place / "new/report");
  CHECK(names(place.path()).empty());
}

TEST_CASE("a plot without a point that can be drawn is refused") {
  Plot plot = a_plot("empty");
  plot.series = {{.label = "negative on a logarithmic axis", .x = {-1.0}, .y = {1.0}}};
  CHECK_THROWS_AS(check(plot), OptionError);
}

TEST_CASE("a series with columns of different length is refused with both lengths") {
  Plot plot = a_plot("uneven");
  plot.series[0].y.pop_back();
  REQUIRE_THROWS_WITH(check(plot), Catch::Contains("2 values of y for 3 of x"));
}

TEST_CASE("two plots of one name are refused") {
  Report report = a_report();
  CHECK_THROWS_AS(report.add(a_plot("numbers")), OptionError);
}

TEST_CASE("a plot's data hold every series and reference line") {
  const Table data = data_of(a_plot("one"));
  CHECK(data.columns() == std::vector<std::string>{"series", "mark", "x", "y", "low", "high"});
  REQUIRE(data.rows().size() == 6);
  CHECK(std::get<double>(data.rows()[4][5]) == 3.0);
  CHECK(std::get<std::string>(data.rows()[5][1]) == "vertical");
}
