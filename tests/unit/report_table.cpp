#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include <isotrace/core/error.hpp>
#include <report/table.hpp>

using isotrace::reports::Table;

TEST_CASE("CSV quotes exactly the fields that need it") {
  Table table("t", "", {"plain", "a,b", "say \"x\""});
  table.add_row({"two\nlines", "cr\r", "none"});
  CHECK(table.csv() == "plain,\"a,b\",\"say \"\"x\"\"\"\r\n\"two\nlines\",\"cr\r\",none\r\n");
}

TEST_CASE("CSV numbers read back to the same double") {
  const double values[] = {0.1, 1.0 / 3.0, -1e-310, 1.7976931348623157e308, 299710361994.25};
  for (const double value : values) {
    Table table("t", "", {"x"});
    table.add_row({value});
    const std::string csv = table.csv();
    CHECK(std::strtod(csv.c_str() + 3, nullptr) == value);
  }
}

TEST_CASE("CSV spells what is not finite as nan and inf") {
  Table table("t", "", {"a", "b", "c"});
  const double infinity = std::numeric_limits<double>::infinity();
  table.add_row({-std::nan(""), infinity, -infinity});
  CHECK(table.csv() == "a,b,c\r\nnan,inf,-inf\r\n");
}

TEST_CASE("a table's text is aligned, numbers to the right, also with letters beyond ASCII") {
  Table table("t", "Title", {"law", "N"});
  table.add_row({"κ", 5});
  table.add_row({"sphere", 1024});
  CHECK(table.text() == "Title\nlaw        N\n------  ----\nκ          5\nsphere  1024\n");
}

TEST_CASE("a table's HTML escapes every piece of text") {
  Table table("t", "a < b", {"x & y"});
  table.add_row({"<script>\"'"});
  const std::string html = table.html();
  CHECK(html.find("a &lt; b") != std::string::npos);
  CHECK(html.find("x &amp; y") != std::string::npos);
  CHECK(html.find("&lt;script&gt;&quot;&#39;") != std::string::npos);
  CHECK(html.find("<script>") == std::string::npos);
}

TEST_CASE("a row of the wrong length is refused with both counts") {
  Table table("t", "", {"a", "b"});
  REQUIRE_THROWS_WITH(table.add_row({1}),
                      Catch::Contains("1 cells") && Catch::Contains("2 columns"));
}

TEST_CASE("a table's name that cannot be a file's is refused") {
  for (const char* name : {"", ".hidden", "a/b", "index", "with space", "../up"}) {
    CHECK_THROWS_AS(Table(name, "", {"x"}), isotrace::OptionError);
  }
}
