#include <memory>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <input/entry_lines.hpp>
#include <input/line_reader.hpp>
#include <input/matrix_market.hpp>
#include <input/sort_together.hpp>
#include <input/text_source.hpp>
#include <support/gzip.hpp>

namespace {

using namespace isotrace;
using namespace isotrace::program;

RowMatrix<double> matrix_of(const std::string& bytes, std::size_t at_most) {
  return read_matrix_market("text", std::make_unique<TextSource>(bytes, at_most))
      .as_dense<double>();
}

/// An array file whose lines have from 2 to some 30 bytes, and what it holds.
struct LongFile {
  std::string text = "%%MatrixMarket matrix array real general\n%\n";
  RowMatrix<double> matrix;

  explicit LongFile(int rows) : matrix(rows, 1) {
    std::mt19937 engine(3);
    text += std::to_string(rows) + " 1\r\n";
    for (int i = 0; i < rows; ++i) {
      const int number = static_cast<int>(engine() % 2'000'000) - 1'000'000;
      matrix(i, 0) = number;
      text += std::string(engine() % 12, ' ') + std::to_string(number) +
              std::string(engine() % 9, '\t') + (engine() % 2 == 0 ? "\n" : "\r\n") +
              std::string(engine() % 3, '\n');
    }
  }
};

std::vector<std::string> lines_of(const std::string& text, std::size_t at_most) {
  TextSource source(text, at_most);
  LineReader reader("text", source);
  std::vector<std::string> lines;
  while (reader.next()) lines.emplace_back(reader.line());
  CHECK(reader.number() == static_cast<Index>(lines.size()));
  return lines;
}

}  // namespace

TEST_CASE("input: a text's lines are the same however few bytes come at a time") {
  const std::string text =
      "\xef\xbb\xbf"
      "one\n\ntwo\r\n\r\n\rthree \n\xef\xbb\xbf last";
  const std::vector<std::string> expected = {"one", "", "two", "", "\rthree ", "\xef\xbb\xbf last"};
  for (std::size_t at_most = 1; at_most <= text.size(); ++at_most) {
    CHECK(lines_of(text, at_most) == expected);
  }
}

TEST_CASE("input: a file of many buffers is read whole, however its bytes come") {
  const LongFile file(60'000);
  REQUIRE(file.text.size() > 3 * longest_line);
  CHECK(matrix_of(file.text, std::string::npos) == file.matrix);
  CHECK(matrix_of(file.text, 1) == file.matrix);
  CHECK(matrix_of(file.text, 4099) == file.matrix);
  CHECK(matrix_of(test::gzipped(file.text), std::string::npos) == file.matrix);
  CHECK(matrix_of(test::gzipped(file.text), 1) == file.matrix);
}

TEST_CASE("input: a line of the greatest length is read") {
  const std::string header = "%%MatrixMarket matrix array real general\n";
  const std::string comment = "%" + std::string(longest_line - 1, 'x') + "\n";
  const std::string blanks(longest_line - 1, ' ');
  RowMatrix<double> expected(1, 2);
  expected << 7, 8;
  for (const std::size_t at_most : {std::string::npos, std::size_t{1000}}) {
    CHECK(matrix_of(header + comment + "1 2\n" + blanks + "7\n" + blanks + "8", at_most) ==
          expected);
  }
}

TEST_CASE("input: the lines of entries are remembered, in few runs if they lie equally far apart") {
  EntryLines even;
  for (Index line = 3; line < 3000; line += 3) even.add(line);
  CHECK(even.runs() == 1);
  CHECK(even.line_of(0) == 3);
  CHECK(even.line_of(998) == 2997);

  std::mt19937 engine(1);
  std::vector<Index> lines;
  EntryLines uneven;
  for (Index line = 1; lines.size() < 2000; line += 1 + static_cast<Index>(engine() % 4)) {
    lines.push_back(line);
    uneven.add(line);
  }
  for (std::size_t k = 0; k < lines.size(); ++k) {
    CAPTURE(k);
    REQUIRE(uneven.line_of(static_cast<Index>(k)) == lines[k]);
  }
  CHECK(uneven.runs() <= (lines.size() + 1) / 2);
}

TEST_CASE("input: keys are sorted with the values beside them") {
  std::mt19937 engine(5);
  for (const int size : {0, 1, 2, 3, 4, 5, 6, 7, 100, 1000}) {
    std::vector<int> keys(static_cast<std::size_t>(size));
    for (int k = 0; k < size; ++k) keys[static_cast<std::size_t>(k)] = k;
    std::ranges::shuffle(keys, engine);
    std::vector<double> values(keys.begin(), keys.end());
    sort_together(std::span(keys), values.data());
    CHECK(std::ranges::is_sorted(keys));
    CHECK(std::vector<double>(keys.begin(), keys.end()) == values);
  }
}

TEST_CASE("input: the compressed rows of unsorted entries are sorted") {
  const int n = 300;
  std::mt19937 engine(9);
  std::vector<int> places(static_cast<std::size_t>(n * n / 4));
  for (std::size_t k = 0; k < places.size(); ++k) places[k] = static_cast<int>(4 * k);
  std::ranges::shuffle(places, engine);
  std::string text = "%%MatrixMarket matrix coordinate real general\n300 300 " +
                     std::to_string(places.size()) + "\n";
  RowMatrix<double> expected = RowMatrix<double>::Zero(n, n);
  for (const int place : places) {
    expected(place % n, place / n) = place + 1;
    text += std::to_string(place % n + 1) + " " + std::to_string(place / n + 1) + " " +
            std::to_string(place + 1) + "\n";
  }
  const auto matrix =
      read_matrix_market("text", std::make_unique<TextSource>(text)).as_sparse<double>();
  for (int i = 0; i < n; ++i) {
    CHECK(std::ranges::is_sorted(matrix.innerIndexPtr() + matrix.outerIndexPtr()[i],
                                 matrix.innerIndexPtr() + matrix.outerIndexPtr()[i + 1]));
  }
  CHECK(RowMatrix<double>(matrix) == expected);
}
