#include <catch2/catch.hpp>

#include <cmath>

#include <report/numbers.hpp>
#include <report/table.hpp>
#include <support/page.hpp>

using namespace isotrace::reports;
using isotrace::test::count_of;

TEST_CASE("a number and its interval have the decimals that the interval's width is worth",
          "[report]") {
  CHECK(with_interval(-0.48122, -0.5083, -0.45413) == "-0.481 [-0.508, -0.454]");
  CHECK(with_interval(0.07319, 0.068965, 0.077674) == "0.0732 [0.0690, 0.0777]");
  CHECK(with_interval(20, 19.98, 100) == "20 [20, 100]");
  CHECK(with_interval(1234.4, 1190, 1280) == "1234 [1190, 1280]");
  CHECK(with_interval(7.321e-5, 6.9e-5, 7.77e-5) == "7.32e-05 [6.90e-05, 7.77e-05]");
  CHECK(with_interval(4.419e9, 4.403e9, 4.435e9) == "4.419e+09 [4.403e+09, 4.435e+09]");
}

TEST_CASE("an interval without width, or not finite, is shown as it is", "[report]") {
  CHECK(with_interval(1, 1, 1) == "1 [1, 1]");
  CHECK(with_interval(NAN, NAN, NAN) == "nan [nan, nan]");
  CHECK(with_interval(0.5, -INFINITY, 1) == "0.5 [-inf, 1]");
}

TEST_CASE("numbers are set with a true minus and powers", "[report]") {
  CHECK(typeset("-0.481 [-0.508, -0.454]") == "−0.481 [−0.508, −0.454]");
  CHECK(typeset("6.2e-08") == "6.2·10⁻⁸");
  CHECK(typeset("-1e+10") == "−1·10¹⁰");
  CHECK(typeset("5e-310 [1e+00, 2]") == "5·10⁻³¹⁰ [1·10⁰, 2]");
  CHECK(typeset("inf") == "inf");
  CHECK(typeset("1e") == "1e");
}

TEST_CASE("rounded numbers keep their zeros", "[report]") {
  CHECK(rounded(1, 3) == "1.00");
  CHECK(rounded(0.006, 2) == "0.0060");
  CHECK(rounded(NAN, 2) == "nan");
}

TEST_CASE("an interval stands in one cell of a page, and in three columns of its file",
          "[report]") {
  Table table("t", "", {"law", "slope", "n"});
  table.add_row({"sphere", Measured{-0.48122, -0.5083, -0.45413}, 3});
  table.add_row({"ball", "none", 4});
  const std::string html = table.html();
  CHECK(html.find(">−0.481 <span>[−0.508, −0.454]</span></td>") != std::string::npos);
  CHECK(count_of(html, "<th scope=\"col\">") == 3);
  CHECK(table.text() ==
        "law     slope                    n\n"
        "------  -----------------------  -\n"
        "sphere  -0.481 [-0.508, -0.454]  3\n"
        "ball    none                     4\n");
  CHECK(table.csv() ==
        "law,slope,\"slope, low\",\"slope, high\",n\r\n"
        "sphere,-0.48121999999999998,-0.50829999999999997,-0.45412999999999998,3\r\n"
        "ball,none,,,4\r\n");
}

TEST_CASE("a rounded number is in full in a file", "[report]") {
  Table table("t", "", {"law", "p"});
  table.add_row({"sphere", Rounded{0.25}});
  table.add_row({"ball", Rounded{1.0 / 81}});
  CHECK(table.csv() == "law,p\r\nsphere,0.25\r\nball,0.012345679012345678\r\n");
  CHECK(count_of(table.html(), ">0.012<") == 1);
}
