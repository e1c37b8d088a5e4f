// Comma-separated values, labels and the split of a file into training and test rows.
#include <catch2/catch.hpp>

#include <input/input_error.hpp>
#include <train/dataset.hpp>
#include <train/table.hpp>

#include <algorithm>

#include <isotrace/core/error.hpp>
#include "support/temporary_file.hpp"
#include "support/thrown.hpp"

using namespace isotrace;
using namespace isotrace::program;
using namespace isotrace::test;

namespace {

Table table_of(const std::string& text, const std::string& label) {
  return read_table(TemporaryFile(text).path(), label);
}
std::string refused(const std::string& text, const std::string& label) {
  return refusal<Error>([&] { table_of(text, label); });
}

}  // namespace

TEST_CASE("a table is read with and without a heading, by the label's name or number") {
  RowMatrix<double> expected(2, 3);
  expected << 1, 3, -0.5, 2, 4, 1e3;
  const std::vector<std::string> labels{"yes", "no", "yes"};
  const std::string rows = "1,yes,2\n3,no,4\n-0.5, yes ,1e3\n";
  for (const auto& [text, label] : std::vector<std::pair<std::string, std::string>>{
           {rows, "2"},
           {"a,b,c\n" + rows, "b"},
           {"a,b,c\n" + rows, "2"},
           {"\xEF\xBB\xBF\"a, "
            "quoted\",\"b\"\"\",c\r\n\r\n1,yes,2\r\n\"3\",no,4\r\n-0.5,\"yes\",1e3",
            "b\""}}) {
    CAPTURE(text);
    const Table table = table_of(text, label);
    CHECK(table.features == expected);
    CHECK(table.labels == labels);
    CHECK_FALSE(table.foreign_heading);
  }
  CHECK(table_of("a,b,c\n" + rows, "b").names == std::vector<std::string>{"a", "c"});
  CHECK(table_of(rows, "2").names == std::vector<std::string>{"column 1", "column 3"});
  // a heading of numbers, if the label is one of its words
  const Table numbered = table_of("0,kind,1\n" + rows, "kind");
  CHECK(numbered.features == expected);
  CHECK(numbered.names == std::vector<std::string>{"0", "1"});
  // a first line of scikit-learn's: rows, features and classes
  const Table foreign = table_of("3,2,yes,no\n" + rows, "2");
  CHECK(foreign.foreign_heading);
  CHECK(foreign.features == expected);
}

TEST_CASE("a table that cannot be read is refused, with the line and both sides") {
  const std::string first = "1,2,x\n";
  CHECK_THAT(refused(first + "1,x\n", "3"),
             Catch::Contains(":2: found 2 fields, expected 3, as in line 1"));
  CHECK_THAT(refused(first + "1,2,3,x\n", "3"), Catch::Contains(":2: found 4 fields"));
  CHECK_THAT(refused("1,2\n1,2,x\n", "3"), Catch::Contains("--label: found '3'"));
  CHECK_THAT(refused(first + "1,,x\n", "3"),
             Catch::Contains(":2: found an empty field in column 2"));
  CHECK_THAT(refused(first + "1,two,x\n", "3"), Catch::Contains("'two' in column 2"));
  CHECK_THAT(refused(first + "1,nan,x\n", "3"), Catch::Contains("'nan' in column 2"));
  CHECK_THAT(refused(first + "1,1e999,x\n", "3"), Catch::Contains("column 2"));
  CHECK_THAT(refused(first + "1,2,\n", "3"), Catch::Contains("column 3"));
  CHECK_THAT(refused(first + "1,\"2,x\n", "3"), Catch::Contains("quote"));
  CHECK_THAT(refused(first + "1,2\"3,x\n", "3"),
             Catch::Contains(":2:") && Catch::Contains("quote"));
  // text in the first row is no heading, if another field is a number
  CHECK_THAT(refused("1,two,x\n" + first, "3"), Catch::Contains(":1: found 'two' in column 2"));
  CHECK_THAT(refused("1,two,x\n", "3"), Catch::Contains(":1: found 'two' in column 2"));

  CHECK_THAT(refused("1,2,x\r3,4,y\n" + first, "3"),
             Catch::Contains(":1: found a carriage return"));
  CHECK_THAT(refused(first + "1,2,M\xf6\n", "3"),
             Catch::Contains(":2:") && Catch::Contains("UTF-8"));
  CHECK_THAT(refused("a,a,k\n1,2,3\n", "a"), Catch::Contains("two columns"));
  CHECK_THAT(refused("", "1"), Catch::Contains("no rows"));
  CHECK_THAT(refused("a,b\n", "b"), Catch::Contains("no rows"));
  CHECK_THAT(refused("a,b\n1,2\n", "c"), Catch::Contains("'c'") && Catch::Contains("1 to 2"));
  CHECK_THAT(refused(first + first, "4"), Catch::Contains("1 to 3"));
  CHECK_THAT(refused(first + first, "0"), Catch::Contains("1 to 3"));
  CHECK_THAT(refused("1\n2\n", "1"), Catch::Contains("1 field"));
  CHECK_THAT(refusal<Error>([] { read_table("no-such-file.csv", "1"); }),
             Catch::Contains("no-such-file"));
}

TEST_CASE("labels become targets of the loss, classes in the order of their numbers") {
  std::string text;
  for (int j = 0; j < 40; ++j) text += std::to_string(j) + "," + std::to_string(j % 4 * 5) + "\n";
  const Table table = table_of(text, "2");
  const Dataset data = make_dataset(table, std::nullopt, {.test = 0.25, .seed = 3});
  CHECK(data.encoding.loss == LossKind::softmax);
  CHECK(data.encoding.classes == std::vector<std::string>{"0", "5", "10", "15"});
  CHECK(data.train.size() == 30);
  CHECK(data.test.size() == 10);
  std::vector<double> seen;
  for (const Samples* part : {&data.train, &data.test}) {
    for (Index j = 0; j < part->size(); ++j) {
      const double x = part->X(0, j);
      seen.push_back(x);
      CHECK(part->T.col(j) == Eigen::VectorXd(Eigen::VectorXd::Unit(4, static_cast<Index>(x) % 4)));
    }
  }
  std::sort(seen.begin(), seen.end());
  for (int j = 0; j < 40; ++j) CHECK(seen[static_cast<std::size_t>(j)] == j);
  CHECK(make_dataset(table, std::nullopt, {.test = 0.25, .seed = 3}).test.X == data.test.X);
  CHECK(make_dataset(table, std::nullopt, {.test = 0.25, .seed = 4}).test.X != data.test.X);
  const Dataset numbers = make_dataset(table, LossKind::squared, {.test = 0});
  CHECK(numbers.test.size() == 0);
  CHECK(numbers.train.T.rows() == 1);
  CHECK(numbers.train.T.maxCoeff() == 15);
}

TEST_CASE("standardised features have mean 0 and variance 1 in training, constant ones are 0") {
  std::string text;
  for (int j = 0; j < 20; ++j) text += std::to_string(j * j) + ",0.1," + (j % 2 ? "a" : "b") + "\n";
  const Dataset data = make_dataset(table_of(text, "3"), std::nullopt, {.standardise = true});
  CHECK(std::abs(data.train.X.row(0).mean()) < 1e-15);
  CHECK(data.train.X.row(0).squaredNorm() == Approx(static_cast<double>(data.train.size())));
  CHECK(data.train.X.row(1).isZero(0));
  CHECK(data.constant == std::vector<std::string>{"column 2"});
  CHECK(data.encoding.loss == LossKind::logistic);
}

TEST_CASE("equal numbers are one class, and features of any scale are standardised") {
  std::string text;
  for (int j = 0; j < 12; ++j) {
    text += std::to_string(j * j) + "e153," + std::to_string(j) + "e-300," +
            (j % 3 == 0   ? "1"
             : j % 3 == 1 ? "1.0"
                          : "02") +
            "\n";
  }
  const Dataset data = make_dataset(table_of(text, "3"), std::nullopt, {.standardise = true});
  CHECK(data.encoding.classes == std::vector<std::string>{"1", "02"});
  for (Index i = 0; i < 2; ++i) {
    CHECK(std::abs(data.train.X.row(i).mean()) < 1e-14);
    CHECK(data.train.X.row(i).squaredNorm() == Approx(static_cast<double>(data.train.size())));
  }
}

TEST_CASE("features that overflow when they are standardised are refused, with the line") {
  std::string text = "a,b\n1.7e308,x\n";
  for (int j = 0; j < 20; ++j) text += std::string("-1.7e308,") + (j % 2 ? "x\n" : "y\n");
  const Table table = table_of(text, "b");
  CHECK_THAT(refusal<InputError>([&] { make_dataset(table, std::nullopt, {.standardise = true}); }),
             Catch::Contains(":2: found a number in 'a' that overflows"));
  CHECK(make_dataset(table, std::nullopt, {}).train.X.allFinite());
}

TEST_CASE("labels that a loss cannot take are refused") {
  const auto refuses = [](const std::string& text, std::optional<LossKind> loss,
                          double test = 0.2) {
    return refusal<Error>([&] { make_dataset(table_of(text, "2"), loss, {.test = test}); });
  };
  std::string many;
  for (int j = 0; j < 10; ++j) many += "1," + std::to_string(j) + ".5\n";
  CHECK_THAT(refuses("1,a\n2,a\n3,a\n", std::nullopt), Catch::Contains("'a' in every row"));
  CHECK_THAT(refuses(many, std::nullopt), Catch::Contains("10 classes in 10 rows"));
  CHECK_THAT(refuses("1,a\n2,b\n3,c\n4,a\n5,b\n6,c\n", LossKind::logistic),
             Catch::Contains("softmax"));
  CHECK_THAT(refuses("1,a\n2,b\n3,a\n4,b\n", LossKind::squared),
             Catch::Contains("expected a finite number"));
  CHECK_THAT(refuses("1,a\n2,b\n3,a\n4,b\n", std::nullopt, 0.01), Catch::Contains("--test"));
}

TEST_CASE("labels that are written differently are different, unless all classes are numbers") {
  const auto classes = [](const std::string& text) {
    const TemporaryFile file(text);
    const Dataset data = make_dataset(read_table(file.path(), "2"), std::nullopt, {.test = 0});
    std::vector<double> rows;
    for (Index k = 0; k < data.train.T.rows(); ++k) rows.push_back(data.train.T.row(k).sum());
    return rows;
  };
  CHECK(classes("1,1\n2,1.0\n3,a\n4,1\n5,1.0\n6,a\n") == std::vector<double>{2, 2, 2});
  CHECK(classes("1,1\n2,1.0\n3,2\n4,1\n5,1.0\n6,3\n") == std::vector<double>{4, 1, 1});
}

TEST_CASE("rows of one class can be read for a model, but not trained with") {
  const TemporaryFile file("1,a\n2,a\n3,a\n");
  const Table table = read_table(file.path(), "2");
  Encoding encoding;
  encoding.loss = LossKind::logistic;
  encoding.classes = {"a", "b"};
  encoding.shift = {0};
  encoding.divisor = {1};
  CHECK(make_dataset(table, encoding, {.test = 0}).train.size() == 3);
  CHECK_THROWS_AS(make_dataset(table, std::nullopt, {.test = 0}), OptionError);
}
